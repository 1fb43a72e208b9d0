import type { Actor } from '../../shared/actor.ts';
import { businessDay, parseBusinessDay, type BusinessDay } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import { Percent } from '../../shared/gst/percent.ts';
import { type TaxTreatment, treatments } from '../../shared/gst/tax-engine.ts';
import type { KnownRate, TaxRates } from '../../shared/gst/tax-rates.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';

export type SetTaxRate = {
  /** An HSN or SAC, or a heading of two digits or more that codes begin with. */
  readonly hsn: string;
  readonly description: string;
  /** Percent, whole and not halved. */
  readonly taxRate: string;
  readonly treatment?: TaxTreatment | undefined;
  readonly validFrom: BusinessDay;
};

type Deps = { readonly transact: Transact<{ taxRates: TaxRates }>; readonly clock: Clock; readonly ids: Ids };

/**
 * Puts a rate into the dated table from a day on (TAX-07). It may begin in the past only where nothing was issued since that it
 * would have taxed otherwise; a rate that is still to come gives way to the one that is put in for its day.
 * @throws DomainError `tax_rate.in_use`, `record.duplicate`, `tax.invalid`, `day.malformed`, `access.denied`
 */
export const setTaxRate =
  ({ transact, clock, ids }: Deps) =>
  ({ hsn, description, taxRate, treatment = 'TAXABLE', validFrom }: SetTaxRate, actor: Actor): Promise<KnownRate> =>
    transact(actor, async ({ taxRates, record }) => {
      permit(actor, 'tax.edit');
      const day = parseBusinessDay(validFrom);
      const rate = Percent.parse(taxRate).toString();
      refuseRateWithoutTax(rate, treatment);
      await refuseUsed(taxRates, day, hsn);
      const announced = await announcedFor(taxRates, { hsn, validFrom: day }, businessDay(clock.now()));
      const set = { id: announced?.id ?? ids.next(), hsn, description, rate, treatment, validFrom: day };
      if (announced) taxRates.correct(set);
      else taxRates.add(set);
      const name = announced ? 'TaxRateCorrected' : 'TaxRateAdded';
      const data = { hsn, rate, treatment, validFrom: day, ...(announced && { before: announced.rate }) };
      record({ name, entityId: set.id, serviceCenterId: null, data });
      return set;
    });

const refuseRateWithoutTax = (rate: string, treatment: TaxTreatment): void => {
  if (treatments[treatment].keepsRate || rate === '0') return;
  const message = `What is ${treatment} bears no tax: its rate is 0.`;
  throw new DomainError('tax.invalid', message, { errors: [{ pointer: '/taxRate', message }] });
};

const refuseUsed = async (taxRates: TaxRates, day: BusinessDay, hsn: string): Promise<void> => {
  const used = await taxRates.usedSince(day, hsn);
  if (!used) return;
  const message = `${used.number} of ${used.day} bears ${hsn}: another rate can begin on the day after it.`;
  throw new DomainError('tax_rate.in_use', message, { errors: [{ pointer: '/validFrom', message }] });
};

/** What was put in for that day and has not come into force. */
const announcedFor = async (
  taxRates: TaxRates,
  slot: { readonly hsn: string; readonly validFrom: BusinessDay },
  today: BusinessDay,
): Promise<KnownRate | undefined> =>
  slot.validFrom <= today
    ? undefined
    : (await taxRates.all()).find(({ hsn, validFrom }) => hsn === slot.hsn && validFrom === slot.validFrom);
