import type { BusinessDay } from '../shared/calendar.ts';
import { formatIndian } from '../shared/indian-grouping.ts';
import type { PaperLanguage } from '../shared/languages.ts';
import type { Money } from '../shared/money.ts';

export type EstimateAbout = {
  readonly customer: string;
  readonly vehicle: string;
  readonly jobNumber: string;
  readonly revision: number;
  readonly amount: Money;
  readonly link: string;
  readonly until: BusinessDay;
  readonly branch: string;
  readonly phone: string | null;
};
type Letter = { readonly subject: string; readonly lines: readonly string[] };

/** What the letter says that carries the link to an estimate. */
export const estimateWords: Readonly<Record<PaperLanguage, (about: EstimateAbout) => Letter>> = {
  en: ({ customer, vehicle, jobNumber, revision, amount, link, until, branch, phone }) => ({
    subject: `Estimate for ${vehicle} (${jobNumber}, revision ${revision})`,
    lines: [
      `Dear ${customer},`,
      `the work on ${vehicle} is estimated at ₹${formatIndian(amount)}.`,
      `See what it is made of, and accept or decline it, until ${until}: ${link}`,
      'Whoever has this link can decide in your place: do not pass it on.',
      ...(phone === null ? [] : [`If you have a question, call ${phone}.`]),
      `Thank you, ${branch}`,
    ],
  }),
  hi: ({ customer, vehicle, jobNumber, revision, amount, link, until, branch, phone }) => ({
    subject: `${vehicle} के काम का अनुमान (${jobNumber}, संशोधन ${revision})`,
    lines: [
      `प्रिय ${customer},`,
      `${vehicle} के काम का अनुमानित खर्च ₹${formatIndian(amount)} है।`,
      `विवरण देखने और ${until} तक स्वीकार या अस्वीकार करने के लिए: ${link}`,
      'यह लिंक जिसके पास हो, वह आपकी ओर से निर्णय ले सकता है: इसे किसी को न भेजें।',
      ...(phone === null ? [] : [`कोई प्रश्न हो तो ${phone} पर फ़ोन करें।`]),
      `धन्यवाद, ${branch}`,
    ],
  }),
};
