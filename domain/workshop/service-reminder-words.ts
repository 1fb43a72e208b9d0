import type { BusinessDay } from '../shared/calendar.ts';
import type { PaperLanguage } from '../shared/languages.ts';

type About = {
  readonly customer: string;
  readonly vehicle: string;
  readonly registration: string;
  readonly dueOn: BusinessDay;
  readonly dueOdometer: number | null;
  readonly branch: string;
  readonly phone: string | null;
};
type Letter = { readonly subject: string; readonly lines: readonly string[] };

/** What the reminder of a service says. */
export const serviceReminderWords: Readonly<Record<PaperLanguage, (about: About) => Letter>> = {
  en: ({ customer, vehicle, registration, dueOn, dueOdometer, branch, phone }) => ({
    subject: `Service reminder: ${registration}`,
    lines: [
      `Dear ${customer},`,
      `The next service of your ${vehicle} (${registration}) is due on ${dueOn}${dueOdometer === null ? '' : `, or at ${dueOdometer} km, whichever comes first`}.`,
      phone === null ? 'Please come and see us for an appointment.' : `For an appointment call ${phone}.`,
      `Thank you, ${branch}`,
    ],
  }),
  hi: ({ customer, vehicle, registration, dueOn, dueOdometer, branch, phone }) => ({
    subject: `सर्विस अनुस्मारक: ${registration}`,
    lines: [
      `प्रिय ${customer},`,
      `आपके ${vehicle} (${registration}) की अगली सर्विस ${dueOn} को${dueOdometer === null ? '' : ` या ${dueOdometer} कि.मी. पर, जो पहले हो,`} देय है।`,
      phone === null ? 'कृपया समय तय करने के लिए हमारे यहाँ पधारें।' : `समय तय करने के लिए ${phone} पर कॉल करें।`,
      `धन्यवाद, ${branch}`,
    ],
  }),
};
