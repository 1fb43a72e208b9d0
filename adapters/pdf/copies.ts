import type { PaperCopy } from '@dms/domain/files/ports';
import type { PaperLanguage } from '@dms/domain/shared/languages';

type Marks = Readonly<Record<PaperCopy, string>>;
type Use = 'goods' | 'services' | 'challan' | 'other';

/** How each copy is marked: CGST Rule 48(1) for goods, 48(2) for services, 55(2) for challans. */
const marks: Readonly<Record<PaperLanguage, Readonly<Record<Use, Marks>>>> = {
  en: {
    goods: { ORIGINAL: 'Original for recipient', DUPLICATE: 'Duplicate for transporter', TRIPLICATE: 'Triplicate for supplier' },
    services: { ORIGINAL: 'Original for recipient', DUPLICATE: 'Duplicate for supplier', TRIPLICATE: '' },
    challan: { ORIGINAL: 'Original for consignee', DUPLICATE: 'Duplicate for transporter', TRIPLICATE: 'Triplicate for consignor' },
    other: { ORIGINAL: 'Original', DUPLICATE: 'Duplicate', TRIPLICATE: 'Triplicate' },
  },
  hi: {
    goods: { ORIGINAL: 'मूल प्रति – प्राप्तकर्ता', DUPLICATE: 'दूसरी प्रति – परिवाहक', TRIPLICATE: 'तीसरी प्रति – आपूर्तिकर्ता' },
    services: { ORIGINAL: 'मूल प्रति – प्राप्तकर्ता', DUPLICATE: 'दूसरी प्रति – आपूर्तिकर्ता', TRIPLICATE: '' },
    challan: { ORIGINAL: 'मूल प्रति – प्रेषिती', DUPLICATE: 'दूसरी प्रति – परिवाहक', TRIPLICATE: 'तीसरी प्रति – प्रेषक' },
    other: { ORIGINAL: 'मूल प्रति', DUPLICATE: 'दूसरी प्रति', TRIPLICATE: 'तीसरी प्रति' },
  },
};

/** What stands on the copy of a paper. */
export const markOf = (language: PaperLanguage, use: Use, copy: PaperCopy): string => marks[language][use][copy];

/** What the person who draws has to know beside the frozen copy. */
export type Marking = { readonly copy: PaperCopy; readonly cancelled: boolean };

export const unmarked: Marking = { copy: 'ORIGINAL', cancelled: false };
