import * as fc from 'fast-check';
import { priceDocument, type TaxTreatment } from '@dms/domain/shared/gst/tax-engine';
import type { StateCode } from '@dms/domain/shared/gst/states';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import type { World } from './world.ts';

export type SampleLine = {
  readonly hsn: string;
  readonly unit: string;
  readonly taxRate: string;
  readonly treatment: TaxTreatment;
  readonly quantity: string;
  readonly unitPrice: string;
};
export type SampleDocument = {
  readonly buyer: string | null;
  readonly place: StateCode;
  readonly day: number;
  readonly cancelled: boolean;
  readonly lines: readonly SampleLine[];
};

const goods = ['87083000', '27101980', '84212300', '85071000'];
const line: fc.Arbitrary<SampleLine> = fc
  .record({
    hsn: fc.constantFrom(...goods, '998714', '996744'),
    unit: fc.constantFrom('PCS', 'LTR'),
    taxRate: fc.constantFrom('5', '18', '28', '40', '0.25'),
    treatment: fc.constantFrom<TaxTreatment>('TAXABLE', 'TAXABLE', 'TAXABLE', 'NIL', 'EXEMPT', 'NON_GST'),
    quantity: fc.integer({ min: 1, max: 9_999 }).map((thousandths) => (thousandths / 1000).toFixed(3)),
    unitPrice: fc.integer({ min: 1, max: 9_000_000 }).map((paise) => Money.ofPaise(BigInt(paise)).toString()),
  })
  .map((each) => (each.treatment === 'TAXABLE' ? each : { ...each, taxRate: '0' }));

/** Documents of a month: to registered buyers of two states, and to others at home, elsewhere and abroad. */
export const monthOfDocuments: fc.Arbitrary<readonly SampleDocument[]> = fc.array(
  fc
    .record({
      to: fc.constantFrom<readonly [string | null, StateCode]>(
        ['29AAACB1234C1ZB', '29'],
        ['27AABCS1429B1ZU', '27'],
        [null, '29'],
        [null, '27'],
        [null, '33'],
        [null, '96'],
      ),
      day: fc.integer({ min: 1, max: 28 }),
      cancelled: fc.boolean(),
      lines: fc.array(line, { minLength: 1, maxLength: 5 }),
    })
    .map(({ to: [buyer, place], cancelled, day, ...rest }) => ({ buyer, place, cancelled: cancelled && day % 3 === 0, day, ...rest })),
  { minLength: 1, maxLength: 25 },
);

const paise = (money: Money): string => money.paise.toString();

/** Puts documents straight into the database, as billing would have left them: like one that was issued in earnest, with other figures. */
export const insertMonth = async (
  world: Pick<World, 'rows'>,
  { templateId, month, prefix }: { readonly templateId: string; readonly month: string; readonly prefix: string },
  documents: readonly SampleDocument[],
): Promise<void> => {
  const ordered = documents.toSorted((a, b) => a.day - b.day);
  const texts = ordered.map(({ buyer, place, day, cancelled, lines }, index) => {
    const priced = priceDocument({
      supplierState: '29',
      placeOfSupply: place,
      priceIncludesTax: false,
      lines: lines.map((each) => ({ ...each, kind: 'PART' as const, quantity: Quantity.parse(each.quantity) })),
    });
    const date = `${month}-${String(day).padStart(2, '0')}`;
    const id = `gen_random_uuid()`;
    const fields = {
      invoice_number: `${prefix}/${String(index + 1).padStart(5, '0')}`,
      series_prefix: prefix,
      status: cancelled ? 'CANCELLED' : priced.total.isZero() ? 'PAID' : 'UNPAID',
      paid_at: !cancelled && priced.total.isZero() ? `${date}T10:00:00Z` : null,
      place_of_supply: place,
      supply_type: priced.supplyType,
      ...{ subtotal: paise(priced.subtotal), discount: paise(priced.discount), taxable: paise(priced.taxable), cgst: paise(priced.cgst) },
      ...{ sgst: paise(priced.sgst), igst: paise(priced.igst), tax: paise(priced.tax), round_off: paise(priced.roundOff) },
      ...{ total_amount: paise(priced.total), paid_amount: '0', document_date: date, issued_at: `${date}T10:00:00Z`, due_date: date },
      cancelled_at: cancelled ? `${date}T11:00:00Z` : null,
    };
    // The rest of the frozen copy is the template's: notes are made of it.
    const copied = { number: fields.invoice_number, date, buyer: { name: 'Somebody', lines: [], ...(buyer && { gstin: buyer }) } };
    const json = JSON.stringify(fields).replaceAll("'", "''");
    const rows = lines.map((each, position) => {
      const { gross, discount, taxable, cgst, sgst, igst } = priced.lines[position]!;
      const texts = [each.hsn, each.unit, each.taxRate, each.treatment].map((text) => `'${text}'`);
      return `(gen_random_uuid(), (select id from made), ${position + 1}, 'PART', 'Something of ${each.hsn}', ${texts[0]}, ${texts[1]}, ${each.quantity},
        ${[Money.parse(each.unitPrice), gross, discount, taxable].map(paise).join(', ')}, ${texts[2]}, ${texts[3]}, ${[cgst, sgst, igst].map(paise).join(', ')})`;
    });
    return `set session_replication_role = replica;
      with made as (insert into invoices select copy.*
        from invoices i, lateral jsonb_populate_record(i, jsonb_build_object('id', ${id}, 'source_id', gen_random_uuid(),
        'document', i.document || '${JSON.stringify(copied)}'::jsonb) || '${json}'::jsonb) copy where i.id = '${templateId}' returning id)
      insert into invoice_lines (id, invoice_id, position, kind, description, hsn, unit, quantity, unit_price, gross, discount, taxable, tax_rate, treatment,
        cgst, sgst, igst) values ${rows.join(', ')}`;
  });
  for (const text of texts) await world.rows(text);
};
