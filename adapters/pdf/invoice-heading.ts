import type { Column, Content } from 'pdfmake/interfaces.js';
import type { AddressCopy, BuyerCopy, InvoiceDocument, SellerCopy } from '@dms/domain/billing/invoice-document';
import { businessDay } from '@dms/domain/shared/calendar';
import { accentOf, bareLayout, dayText, flowing, ink, inner, joined, label, size } from './look.ts';

const LOGO_BOX = [120, 44] as [number, number];

/** Seller on the left, the document's own particulars on the right, and the accent's rule below. */
export const heading = (document: InvoiceDocument, hasLogo: boolean): Content[] => [
  {
    columns: [
      { width: '*', stack: seller(document.seller, hasLogo) },
      { width: 190, stack: particulars(document) },
    ],
    columnGap: 16,
  },
  {
    canvas: [{ type: 'line', x1: 0, y1: 0, x2: inner, y2: 0, lineWidth: 0.8, lineColor: accentOf(document.seller.branding?.accentColor) }],
    margin: [0, 8, 0, 8],
  },
];

const seller = (copy: SellerCopy, hasLogo: boolean): Content[] => [
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
  ...text(joined('   ', copy.phone && `Phone ${copy.phone}`, copy.email)),
  { text: [{ text: `GSTIN ${copy.gstin}`, bold: true }, ...(copy.pan === undefined ? [] : [`   PAN ${copy.pan}`])], margin: [0, 2, 0, 0] },
];

const particulars = (document: InvoiceDocument): Content[] => [
  { text: document.title.toUpperCase(), fontSize: size.title, bold: true, alignment: 'right', characterSpacing: 0.6, lineHeight: 0.9 },
  {
    table: {
      widths: ['*', 'auto'],
      body: [
        ['Invoice no.', { text: document.number, bold: true }],
        ['Date', { text: dayText(document.date), bold: true }],
        ['Due date', dayText(document.dueDate)],
        // CGST Rule 46(n): with the name of the State.
        ['Place of supply', `${document.placeOfSupply.name} (${document.placeOfSupply.code})`],
        // CGST Rule 46(p).
        ['Reverse charge', document.reverseCharge ? 'Yes' : 'No'],
      ].map(([name, value]) => [
        { text: name as string, color: ink.muted, alignment: 'right' as const, margin: [0, 0, 10, 0] as [number, number, number, number] },
        { text: [value as Content], alignment: 'right' as const },
      ]),
    },
    layout: bareLayout({ x: 0, y: 0 }),
    margin: [0, 4, 0, 0],
  },
];

/** Who is billed, where it is delivered when that is elsewhere, and the vehicle and job that it is about. */
export const parties = (document: InvoiceDocument): Content[] => [
  {
    columns: [
      block('Bill to', [{ text: document.buyer.name, bold: true, fontSize: 10.5, lineHeight: 0.95 }, ...buyer(document.buyer)]),
      ...(document.deliveryAddress === undefined ? [] : [block('Deliver to', address(document.deliveryAddress))]),
    ],
    columnGap: 16,
    margin: [0, 0, 0, 8],
  },
  ...strip(document),
];

const block = (title: string, stack: Content[]): Column => ({ width: '*', stack: [label(title), ...stack] });

const buyer = (copy: BuyerCopy): Content[] => [
  ...address(copy),
  ...text(copy.phone && `Phone ${copy.phone}`),
  ...text(copy.gstin === undefined ? 'Unregistered' : `GSTIN ${copy.gstin}`, { bold: copy.gstin !== undefined }),
];

// The State with its code is a particular of its own, CGST Rule 46(e) and (n).
const address = ({ lines, city, pincode, state, stateCode }: AddressCopy): Content[] => [
  ...lines.flatMap((line) => text(line)),
  ...text(joined(', ', joined(' ', city, pincode), joined(' ', state, stateCode && `(${stateCode})`))),
];

const strip = ({ vehicle, job }: InvoiceDocument): Content[] => {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Vehicle', vehicle?.registration],
    ['Make and model', vehicle && `${vehicle.make} ${vehicle.model}`],
    ['VIN / chassis', vehicle?.vin],
    ['Odometer', vehicle?.odometer === undefined ? undefined : `${vehicle.odometer.toLocaleString('en-IN')} km`],
    ['Job card', job?.number],
    ['Opened', job && dayText(businessDay(new Date(job.openedAt)))],
  ];
  const known = facts.filter((fact): fact is readonly [string, string] => fact[1] !== undefined);
  if (known.length === 0) return [];
  const cells = known.map(([name, value]) => ({ stack: [label(name), { text: value, bold: true }], fillColor: ink.band }));
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
