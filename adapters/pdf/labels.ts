import type { DocumentTitle } from '@dms/domain/billing/invoice-document';
import type { PaperLanguage } from '@dms/domain/shared/languages';

const english = {
  billTo: 'Bill to',
  deliverTo: 'Deliver to',
  receivedFrom: 'Received from',
  consignor: 'Consignor',
  consignee: 'Consignee',
  phone: 'Phone',
  unregistered: 'Unregistered',
  invoiceNumber: 'Invoice no.',
  noteNumber: 'Note no.',
  receiptNumber: 'Receipt no.',
  voucherNumber: 'Voucher no.',
  ofReceiptVoucher: 'Receipt voucher',
  refundedTo: 'Refunded to',
  refundedBy: 'Refunded by',
  refundOfAdvance: 'Refund of the advance',
  challanNumber: 'Challan no.',
  date: 'Date',
  dueDate: 'Due date',
  placeOfSupply: 'Place of supply',
  reverseCharge: 'Reverse charge',
  yes: 'Yes',
  no: 'No',
  againstInvoice: 'Against invoice',
  invoiceDate: 'Invoice date',
  reason: 'Reason',
  transfer: 'Stock transfer',
  vehicle: 'Vehicle',
  makeAndModel: 'Make and model',
  vin: 'VIN / chassis',
  odometer: 'Odometer',
  kilometres: 'km',
  jobCard: 'Job card',
  opened: 'Opened',
  transporter: 'Transporter',
  position: 'No.',
  description: 'Description',
  quantity: 'Quantity',
  rate: 'Rate',
  discount: 'Discount',
  taxableValue: 'Taxable value',
  value: 'Value',
  gst: 'GST',
  amount: 'Amount (₹)',
  total: 'Total',
  subtotal: 'Subtotal',
  roundOff: 'Round-off',
  amountInWords: 'Amount in words',
  scanToPay: 'Scan to pay',
  eInvoice: 'e-Invoice',
  ackNumber: 'Acknowledgement no.',
  ackDate: 'Acknowledged on',
  paymentDetails: 'Payment details',
  bank: 'Bank',
  account: 'Account',
  taxSummary: 'Tax summary',
  taxRate: 'rate',
  gstRate: 'GST rate',
  totalTax: 'Total tax',
  terms: 'Terms',
  signedFor: 'For',
  authorisedSignatory: 'Authorised signatory',
  computerGenerated: 'This is a computer generated document.',
  broughtForward: 'Brought forward',
  carriedForward: 'Carried forward',
  cancelled: 'CANCELLED',
  unprintable: '[?] stands for characters that this paper has no letters for; they are kept as they were written.',
  receivedOn: 'Received on',
  method: 'Paid by',
  reference: 'Reference',
  taxDeducted: 'Tax deducted at source',
  settles: 'Settles',
  toCredit: 'To your credit',
  advanceFor: 'Advance for',
  goods: 'goods',
  services: 'services',
  gatePassNumber: 'Gate pass no.',
  time: 'Time',
  color: 'Colour',
  invoices: 'Invoices',
  mayLeave: 'This vehicle may leave the premises once.',
  receivedBy: 'Name and signature of who takes the vehicle',
  guard: 'Guard at the gate, with the time',
  asOf: 'As of',
  work: 'What was done',
  branch: 'Branch',
  modelYear: 'Model year',
  noHistory: 'Nothing is known of this vehicle yet.',
  olderLeftOut: 'Older entries are left out.',
} as const;

/** What is printed on paper beside what was frozen; the names of taxes and codes are the law's own and are not translated. */
export type Labels = { readonly [Name in keyof typeof english]: string };

const hindi: Labels = {
  billTo: 'बिल प्राप्तकर्ता',
  deliverTo: 'सुपुर्दगी का पता',
  receivedFrom: 'भुगतानकर्ता',
  consignor: 'प्रेषक',
  consignee: 'प्रेषिती',
  phone: 'फ़ोन',
  unregistered: 'अपंजीकृत',
  invoiceNumber: 'बीजक संख्या',
  noteNumber: 'नोट संख्या',
  receiptNumber: 'रसीद संख्या',
  voucherNumber: 'वाउचर संख्या',
  ofReceiptVoucher: 'प्राप्ति वाउचर',
  refundedTo: 'धनवापसी प्राप्तकर्ता',
  refundedBy: 'धनवापसी का माध्यम',
  refundOfAdvance: 'अग्रिम की वापसी',
  challanNumber: 'चालान संख्या',
  date: 'दिनांक',
  dueDate: 'देय तिथि',
  placeOfSupply: 'आपूर्ति का स्थान',
  reverseCharge: 'रिवर्स चार्ज',
  yes: 'हाँ',
  no: 'नहीं',
  againstInvoice: 'मूल बीजक',
  invoiceDate: 'बीजक दिनांक',
  reason: 'कारण',
  transfer: 'स्टॉक अंतरण',
  vehicle: 'वाहन',
  makeAndModel: 'निर्माता और मॉडल',
  vin: 'VIN / चेसिस',
  odometer: 'ओडोमीटर',
  kilometres: 'कि.मी.',
  jobCard: 'जॉब कार्ड',
  opened: 'खुला',
  transporter: 'परिवाहक',
  position: 'क्र.',
  description: 'विवरण',
  quantity: 'मात्रा',
  rate: 'दर',
  discount: 'छूट',
  taxableValue: 'कर योग्य मूल्य',
  value: 'मूल्य',
  gst: 'GST',
  amount: 'राशि (₹)',
  total: 'कुल',
  subtotal: 'उप-योग',
  roundOff: 'पूर्णांकन',
  amountInWords: 'राशि शब्दों में',
  scanToPay: 'भुगतान के लिए स्कैन करें',
  eInvoice: 'ई-बीजक',
  ackNumber: 'पावती संख्या',
  ackDate: 'पावती दिनांक',
  paymentDetails: 'भुगतान विवरण',
  bank: 'बैंक',
  account: 'खाता',
  taxSummary: 'कर सारांश',
  taxRate: 'दर',
  gstRate: 'GST दर',
  totalTax: 'कुल कर',
  terms: 'नियम और शर्तें',
  signedFor: 'कृते',
  authorisedSignatory: 'अधिकृत हस्ताक्षरकर्ता',
  computerGenerated: 'यह कंप्यूटर द्वारा तैयार दस्तावेज़ है।',
  broughtForward: 'पिछले पृष्ठ से',
  carriedForward: 'अगले पृष्ठ पर',
  cancelled: 'रद्द',
  unprintable: '[?] उन अक्षरों की जगह है जिन्हें यह काग़ज़ छाप नहीं सकता; वे अभिलेख में जैसे लिखे गए वैसे ही हैं।',
  receivedOn: 'प्राप्ति दिनांक',
  method: 'भुगतान का माध्यम',
  reference: 'संदर्भ',
  taxDeducted: 'स्रोत पर कर कटौती (TDS)',
  settles: 'किन बीजकों के लिए',
  toCredit: 'आपके खाते में जमा',
  advanceFor: 'अग्रिम किसके लिए',
  goods: 'माल',
  services: 'सेवाएँ',
  gatePassNumber: 'गेट पास संख्या',
  time: 'समय',
  color: 'रंग',
  invoices: 'बीजक',
  mayLeave: 'यह वाहन परिसर से एक बार बाहर जा सकता है।',
  receivedBy: 'वाहन लेने वाले का नाम और हस्ताक्षर',
  guard: 'गेट पर प्रहरी, समय सहित',
  asOf: 'दिनांक तक',
  work: 'किया गया कार्य',
  branch: 'शाखा',
  modelYear: 'मॉडल वर्ष',
  noHistory: 'इस वाहन के बारे में अभी कोई अभिलेख नहीं है।',
  olderLeftOut: 'इससे पुरानी प्रविष्टियाँ छोड़ दी गई हैं।',
};

export const labelsOf: Readonly<Record<PaperLanguage, Labels>> = { en: english, hi: hindi };

/** What papers are called. */
export type PaperTitle =
  | DocumentTitle
  | 'Delivery Challan'
  | 'Receipt'
  | 'Receipt Voucher'
  | 'Refund Voucher'
  | 'Gate Pass'
  | 'Vehicle History';

const hindiTitles: Readonly<Record<PaperTitle, string>> = {
  'Tax Invoice': 'कर बीजक',
  'Bill of Supply': 'आपूर्ति बिल',
  'Invoice-cum-Bill of Supply': 'बीजक-सह-आपूर्ति बिल',
  'Credit Note': 'क्रेडिट नोट',
  'Debit Note': 'डेबिट नोट',
  'Delivery Challan': 'सुपुर्दगी चालान',
  Receipt: 'रसीद',
  'Receipt Voucher': 'प्राप्ति वाउचर',
  'Refund Voucher': 'धनवापसी वाउचर',
  'Gate Pass': 'गेट पास',
  'Vehicle History': 'वाहन इतिहास',
};

/** In Hindi the law's own name stands beside it, by which every officer and accountant looks for it. */
export const titleIn = (language: PaperLanguage, title: PaperTitle): string =>
  language === 'hi' ? `${hindiTitles[title]} / ${title}` : title;

const MONTHS: Readonly<Record<PaperLanguage, readonly string[]>> = {
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  hi: ['जनवरी', 'फ़रवरी', 'मार्च', 'अप्रैल', 'मई', 'जून', 'जुलाई', 'अगस्त', 'सितंबर', 'अक्टूबर', 'नवंबर', 'दिसंबर'],
};

/** By Intl it would change with the data of the machine, and with it the bytes of old papers. */
export const monthIn = (language: PaperLanguage, month: number): string => MONTHS[language][month - 1]!;

const METHODS: Readonly<Record<PaperLanguage, Readonly<Record<string, string>>>> = {
  en: { CASH: 'Cash', CARD: 'Card', UPI: 'UPI', ONLINE: 'Online', CHEQUE: 'Cheque' },
  hi: { CASH: 'नकद', CARD: 'कार्ड', UPI: 'UPI', ONLINE: 'ऑनलाइन', CHEQUE: 'चेक' },
};

/** How it was paid; a method that came later stays in its own word. */
export const methodIn = (language: PaperLanguage, method: string): string => METHODS[language][method] ?? method;

type Words = Readonly<Record<PaperLanguage, Readonly<Record<string, string>>>>;

const ENTRIES: Words = {
  en: {
    JOB: 'Service',
    INVOICE: 'Invoice',
    TRANSFER: 'Change of owner',
    LEGACY: 'Earlier service',
    VISIT: 'Home visit',
    COMPLAINT: 'Complaint',
  },
  hi: { JOB: 'सर्विस', INVOICE: 'बीजक', TRANSFER: 'स्वामित्व परिवर्तन', LEGACY: 'पूर्व सर्विस', VISIT: 'घर पर सेवा', COMPLAINT: 'शिकायत' },
};

const WORK: Words = {
  en: {
    ...{
      PERIODIC_SERVICE: 'Periodic service',
      GENERAL_REPAIR: 'General repair',
      ACCIDENT_REPAIR: 'Accident repair',
      DIAGNOSIS: 'Diagnosis',
    },
    ...{
      TYRE_BATTERY: 'Tyre and battery',
      BODY_PAINT: 'Body and paint',
      FREE_SERVICE: 'Free service',
      WARRANTY: 'Warranty',
      RECALL: 'Recall',
    },
    ...{ PDI: 'Pre-delivery inspection', WASH: 'Wash' },
  },
  hi: {
    ...{ PERIODIC_SERVICE: 'नियमित सर्विस', GENERAL_REPAIR: 'सामान्य मरम्मत', ACCIDENT_REPAIR: 'दुर्घटना मरम्मत', DIAGNOSIS: 'जाँच' },
    ...{ TYRE_BATTERY: 'टायर और बैटरी', BODY_PAINT: 'बॉडी और पेंट', FREE_SERVICE: 'मुफ़्त सर्विस', WARRANTY: 'वारंटी', RECALL: 'रिकॉल' },
    ...{ PDI: 'सुपुर्दगी-पूर्व निरीक्षण', WASH: 'धुलाई' },
  },
};

/** What kind of entry of a history it is. */
export const entryIn = (language: PaperLanguage, kind: string): string => ENTRIES[language][kind] ?? kind;

/** What a visit was for; a type that is configuration stays in its own word. */
export const workIn = (language: PaperLanguage, type: string): string => WORK[language][type] ?? type;
