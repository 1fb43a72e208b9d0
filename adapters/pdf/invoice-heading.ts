import type { Column, Content } from 'pdfmake/interfaces.js';
import type { AddressCopy, BuyerCopy, TaxDocument, SellerCopy } from '@dms/domain/billing/invoice-document';
import { businessDay } from '@dms/domain/shared/calendar';
import type { Labels } from './labels.ts';
import { accentOf, bareLayout, countText, dayText, flowing, ink, inner, joined, label, size } from './look.ts';

const LOGO_BOX = [120, 44] as [number, number];

export type Fact = readonly [name: string, value: string | undefined, weight?: 'strong'];
type Heading = { readonly seller: SellerCopy; readonly title: string; readonly facts: readonly Fact[] };

/** Seller on the left, the document's own particulars on the right, and the accent's rule below. */
export const heading = ({ seller: copy, title, facts }: Heading, words: Labels, hasLogo: boolean): Content[] => [
  {
    columns: [
      { width: '*', stack: seller(copy, words, hasLogo) },
      { width: 200, stack: particulars(title, facts) },
    ],
    columnGap: 16,
  },
  {
    canvas: [{ type: 'line', x1: 0, y1: 0, x2: inner, y2: 0, lineWidth: 0.8, lineColor: accentOf(copy.branding?.accentColor) }],
    margin: [0, 8, 0, 8],
  },
];

const seller = (copy: SellerCopy, words: Labels, hasLogo: boolean): Content[] => [
  ...(hasLogo ? [{ image: 'logo', fit: LOGO_BOX, margin: [0, 0, 0, 4] } satisfies Content] : []),
  {
    text: copy.tradeName ?? copy.legalName,
    fontSize: size.heading,
    bold: true,
    color: accentOf(copy.branding?.accentColor),
    lineHeight: 0.85,
  },
  ...text(copy.branding?.tagline, { color: ink.muted, margin: [0, 0, 0, 2] }),
  ...(copy.tradeName === undefined || copy.tradeName === copy.legalName ? [] : text(copy.legalName, { bold: true })),
  ...text(`${copy.branchName} (${copy.branchCode})`),
  ...address(copy),
  ...text(joined('   ', copy.phone && `${words.phone} ${copy.phone}`, copy.email)),
  { text: [{ text: `GSTIN ${copy.gstin}`, bold: true }, ...(copy.pan === undefined ? [] : [`   PAN ${copy.pan}`])], margin: [0, 2, 0, 0] },
];

const particulars = (title: string, facts: readonly Fact[]): Content[] => [
  {
    text: title.toUpperCase(),
    fontSize: title.length > LONGEST_TITLE ? size.total : size.title,
    bold: true,
    alignment: 'right',
    characterSpacing: LETTERED.test(title) ? 0.6 : 0,
    lineHeight: 0.9,
  },
  {
    table: {
      widths: ['*', 'auto'],
      body: facts
        .filter(([, value]) => value !== undefined)
        .map(([name, value, weight]) => [
          { text: name, color: ink.muted, alignment: 'right' as const, margin: [0, 0, 10, 0] as [number, number, number, number] },
          { ...flowing(value!), bold: weight === 'strong', alignment: 'right' as const },
        ]),
    },
    layout: bareLayout({ x: 0, y: 0 }),
    margin: [0, 4, 0, 0],
  },
];

// As much as stands on one line at the full size.
const LONGEST_TITLE = 24;

// Letters of Indian scripts hang together: only others can be spaced.
const LETTERED = /^[A-Za-z -]*$/;

/** Who is billed, where it is delivered when that is elsewhere, and the vehicle and job that it is about. */
export const parties = (document: TaxDocument, words: Labels): Content[] => [
  blocks(
    party(words.billTo, document.buyer, words),
    ...(document.deliveryAddress === undefined ? [] : [block(words.deliverTo, address(document.deliveryAddress))]),
  ),
  ...strip(aboutWork(document, words)),
];

/** Blocks of text beside one another. */
export const blocks = (...columns: readonly Column[]): Content => ({ columns: [...columns], columnGap: 16, margin: [0, 0, 0, 8] });

/** Somebody by name, with all that is known of them. */
export const party = (title: string, copy: BuyerCopy, words: Labels): Column =>
  block(title, [{ ...flowing(copy.name), bold: true, fontSize: 10.5, lineHeight: 0.95 }, ...buyer(copy, words)]);

export const block = (title: string, stack: Content[]): Column => ({ width: '*', stack: [label(title), ...stack] });

const buyer = (copy: BuyerCopy, words: Labels): Content[] => [
  ...address(copy),
  ...text(copy.phone && `${words.phone} ${copy.phone}`),
  ...text(copy.gstin === undefined ? words.unregistered : `GSTIN ${copy.gstin}`, { bold: copy.gstin !== undefined }),
];

/** The State with its code is a particular of its own, CGST Rule 46(e) and (n). */
export const address = ({ lines, city, pincode, state, stateCode }: AddressCopy): Content[] => [
  ...lines.flatMap((line) => text(line)),
  ...text(joined(', ', joined(' ', city, pincode), joined(' ', state, stateCode && `(${stateCode})`))),
];

const aboutWork = ({ template: { language }, vehicle, job, transfer }: TaxDocument, words: Labels): readonly Fact[] => [
  [words.vehicle, vehicle?.registration],
  [words.makeAndModel, vehicle && `${vehicle.make} ${vehicle.model}`],
  [words.vin, vehicle?.vin],
  [words.odometer, vehicle?.odometer === undefined ? undefined : kilometresText(vehicle.odometer, words)],
  [words.jobCard, job?.number],
  [words.opened, job && dayText(businessDay(new Date(job.openedAt)), language)],
  [words.transfer, transfer?.number],
];

/** `20,153 km`. */
export const kilometresText = (odometer: number, words: Labels): string => `${countText(odometer)} ${words.kilometres}`;

/** Facts in a band over the width of the page. */
export const strip = (facts: readonly Fact[]): Content[] => {
  const known = facts.filter((fact): fact is readonly [string, string] => fact[1] !== undefined);
  if (known.length === 0) return [];
  const cells = known.map(([name, value]) => ({ stack: [label(name), { ...flowing(value), bold: true }], fillColor: ink.band }));
  return [
    {
      table: { widths: known.map((_, index) => (index === known.length - 1 ? '*' : 'auto')), body: [cells] },
      layout: bareLayout({ x: 7, y: 4 }),
      margin: [0, 0, 0, 10],
    },
  ];
};

const text = (value: string | undefined, style: object = {}): Content[] =>
  value === undefined || value === '' ? [] : [{ ...flowing(value), ...style }];
