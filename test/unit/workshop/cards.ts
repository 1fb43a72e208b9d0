import { fixedClock } from '@dms/domain/memory/clock';
import { countingIds } from '@dms/domain/memory/ids';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { Estimate, EstimateLine } from '@dms/domain/workshop/estimate';
import { type By, JobCard } from '@dms/domain/workshop/job-card';
import type { Engineer } from '@dms/domain/workshop/policies';

export const branch = 'branch';
export const engineer: Engineer = { id: 'engineer', active: true, serviceCenterIds: [branch] };
export const inspector = 'inspector';
export const outsideParts = { oil: 'oil', filter: 'filter' };

const clock = fixedClock('2026-11-22T04:30:00.000Z');
const ids = countingIds();

/** Somebody who acts, a second later than the last one. */
export const by = (userId: string | null = 'advisor'): By => {
  clock.advance(1000);
  return { userId, now: clock.now(), ids };
};

export const quantity = (text: string): Quantity => Quantity.parse(text);

export const newCard = (change: Partial<JobCard> = {}): JobCard =>
  new JobCard({
    id: ids.next(),
    jobNumber: 'JC-BLR01-2627-00001',
    serviceCenterId: branch,
    customerId: 'customer',
    vehicleId: 'vehicle',
    ...{
      serviceType: 'PERIODIC_SERVICE',
      openedAt: clock.now(),
      odometerIn: 20150,
    },
    ...change,
  });

type Line = { readonly kind: EstimateLine['kind']; readonly description: string; readonly partId?: string; readonly quantity?: string };

const figures = () => {
  const [gross, zero, nine] = [Money.parse('100.00'), Money.zero, Money.parse('9.00')];
  return { gross, discount: zero, taxable: gross, cgst: nine, sgst: nine, igst: zero };
};

/** Puts an estimate of such lines on the card, each at 100 rupees; the figures do not matter to the workshop. */
export const estimate = (card: JobCard, lines: readonly Line[]): Estimate => {
  const id = ids.next();
  const { gross, ...taxes } = figures();
  const made = new Estimate({
    id,
    jobCardId: card.id,
    revision: card.estimates.length + 1,
    placeOfSupply: '29',
    drawnUpAt: clock.now(),
    ...{
      subtotal: gross,
      ...taxes,
      tax: Money.parse('18.00'),
      roundOff: Money.zero,
      total: Money.parse('118.00'),
    },
  });
  card.addEstimate(
    made,
    lines.map(
      ({ kind, description, partId = null, quantity: amount = '1' }, index) =>
        new EstimateLine({
          id: ids.next(),
          jobCardId: card.id,
          estimateId: id,
          position: card.estimateLines.length + index + 1,
          ...{
            kind,
            description,
            partId,
            hsn: '998714',
            unit: 'OTH',
            quantity: quantity(amount),
            unitPrice: gross,
            taxRate: '18',
            treatment: 'TAXABLE',
          },
          ...figures(),
        }),
    ),
    ids,
  );
  return made;
};

export const labour: Line = { kind: 'LABOUR', description: 'Service' };
export const oil: Line = { kind: 'PART', description: 'Oil', partId: outsideParts.oil, quantity: '3.5' };

/** The store hands out a part, each unit of which cost 10 rupees. */
export const issue = (card: JobCard, partId: string, amount: string): void => {
  card.refusePartsUnlessMovable();
  const value = quantity(amount).times(Money.parse('10.00'));
  card.partsIssued([{ partId, description: partId, quantity: quantity(amount), value }], ids);
};

export const finishEverything = (card: JobCard): void => {
  for (const task of card.tasks) {
    if (task.status === 'open') card.startTask(task.id, engineer.id, by(engineer.id));
    if (!task.settled) card.finishTask(task.id, by(engineer.id));
  }
  for (const line of card.parts) if (line.unfilled.isPositive()) issue(card, line.partId, line.unfilled.toString());
};
