import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { FixedClock } from '@dms/domain/memory/clock';
import type { HistoryEntryBody, InvoiceBody, ListOf } from '../../support/bodies.ts';
import type { Answer } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { advance, type Visit, walkTo } from '../../support/visit.ts';
import { freshBranches, type World } from '../../support/world.ts';

describe('the history of a vehicle after what was said, billed or owned is put right', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });

  const done = <Body>(answer: Answer<Body>): Body => {
    assert.ok(answer.status < 300, answer.text);
    return answer.body;
  };
  const told = async ({ vehicle: { id } }: Visit) =>
    done(await world.as('manager').get<ListOf<HistoryEntryBody>>(`/vehicles/${id}/history`)).data.map(
      ({ kind, summary, number, totalAmount }) => ({ kind, summary, number, totalAmount }),
    );
  const asRebuilt = async (): Promise<void> => {
    const { mended, strays } = await world.cradle.rebuildHistory();
    assert.deepEqual([mended, strays], [0, 0]);
  };

  it('HIS-01 what a completed job is about is told as it was put right', async () => {
    const visit = await walkTo(world, 'complete');
    done(await world.as('advisor').patch(`/job-cards/${visit.card.id}`, { description: '40,000 km service' }));
    assert.deepEqual(
      (await told(visit)).map(({ summary }) => summary),
      ['40,000 km service'],
    );
    await asRebuilt();
  });

  it('HIS-01 INV-04 a bill that was cancelled is told no more, nor what the job came to by it, and the next one is', async () => {
    const visit = await walkTo(world, 'issue');
    const [first] = await told(visit);
    assert.equal(first!.kind, 'INVOICE');
    done(await world.as('manager').post(`/invoices/${visit.invoice!.id}/cancel`, { reason: 'Wrong name' }));
    assert.deepEqual(
      (await told(visit)).map(({ kind, totalAmount }) => [kind, totalAmount]),
      [['JOB', null]],
    );
    await asRebuilt();
    await advance(world, visit, 'draft');
    const { body: bill } = (await advance(world, visit, 'issue')) as Answer<InvoiceBody>;
    assert.notEqual(bill.invoiceNumber, first!.number);
    assert.deepEqual(
      (await told(visit)).map(({ kind, number, totalAmount }) => [kind, number, totalAmount]),
      [
        ['INVOICE', bill.invoiceNumber, bill.totalAmount],
        ['JOB', visit.card.jobNumber, bill.totalAmount],
      ],
    );
    await asRebuilt();
  });

  it('VEH-03 CUS-02 who had the vehicle under two names, and became one, is told what was theirs all along; a former owner’s is hidden still', async () => {
    const visit = await walkTo(world, 'deliver');
    const theirs = await told(visit);
    const passTo = async (phone: string): Promise<string> => {
      (world.clock as FixedClock).advance(60_000);
      const { id } = done(await world.as('manager').post<{ id: string }>('/customers', { type: 'PERSON', firstName: 'Ravi', phone }));
      done(await world.as('manager').post(`/vehicles/${visit.vehicle.id}/transfer`, { customerId: id }));
      return id;
    };
    const again = await passTo('9812300001');
    assert.deepEqual(
      (await told(visit)).slice(1).map(({ totalAmount }) => totalAmount),
      [null, null],
    );
    done(await world.as('admin').post(`/customers/${again}/merge`, { mergeId: visit.vehicle.customerId }));
    assert.deepEqual((await told(visit)).slice(1), theirs);
    await passTo('9812300002');
    assert.deepEqual(
      (await told(visit)).slice(2).map(({ number, summary, totalAmount }) => [number, summary, totalAmount]),
      theirs.map(() => [null, null, null]),
    );
    await asRebuilt();
  });
});
