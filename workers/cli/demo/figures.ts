// What the main job costs, to the paisa: two hours of work, oil and a filter, taxed half by the Union and half by the state.

export const totals = {
  subtotal: '4295.00',
  discount: '0.00',
  taxable: '4295.00',
  cgst: '386.55',
  sgst: '386.55',
  igst: '0.00',
  tax: '773.10',
  roundOff: '-0.10',
};
export const TOTAL = '5068.00';

export const lines = [
  {
    hsn: '998714',
    quantity: '2.000',
    unitPrice: '800.00',
    taxable: '1600.00',
    taxRate: '18',
    cgst: '144.00',
    sgst: '144.00',
    igst: '0.00',
  },
  {
    hsn: '27101980',
    quantity: '3.500',
    unitPrice: '650.00',
    taxable: '2275.00',
    taxRate: '18',
    cgst: '204.75',
    sgst: '204.75',
    igst: '0.00',
  },
  { hsn: '84212300', quantity: '1.000', unitPrice: '420.00', taxable: '420.00', taxRate: '18', cgst: '37.80', sgst: '37.80', igst: '0.00' },
];

export const OIL_LITRES = '3.500';
export const FILTERS = '1.000';
