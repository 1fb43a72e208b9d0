import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { type FixedClock, fixedClock } from '@dms/domain/memory/clock';
import type { InvoiceBody } from '../support/bodies.ts';
import { withSuite } from '../support/endings.ts';
import { tally } from '../support/races.ts';
import { walkTo } from '../support/visit.ts';
import { freshBranches, type World } from '../support/world.ts';

describe('the turn of the financial year', () => {
  const suite = withSuite();
  let world: World;
  let clock: FixedClock;
  before(async () => {
    clock = fixedClock('2027-03-31T06:30:00.000Z');
    world = await freshBranches(suite, { clock, variables: { JWT_EXPIRES_IN: '30d' } });
  });

  it('INV-01 comes at midnight of 1 April in India: the number begins anew, and the drafts of the old year get one of the new', async () => {
    const [last, late] = [await world.make.draft(), await world.make.draft()];
    const issue = (id: string) => world.as('admin').post<InvoiceBody>(`/invoices/${id}/issue`);
    clock.set('2027-03-31T18:29:59.999Z');
    const before = await issue(last.id);
    assert.deepEqual([before.body.invoiceNumber, before.body.documentDate], ['BLR01/2627/00001', '2027-03-31']);
    clock.set('2027-03-31T18:30:00.000Z');
    const after = await issue(late.id);
    assert.deepEqual([after.body.invoiceNumber, after.body.documentDate], ['BLR01/2728/00001', '2027-04-01']);
    const visit = await walkTo(world, 'open');
    assert.match(visit.card.jobNumber, /^JC-BLR01-2728-00001$/);
  });

  it('INV-01 takes no number dated before one that was given already, and none is lost by the try', async () => {
    const drafts = [await world.make.draft(), await world.make.draft()];
    const issue = ({ id }: { id: string }) => world.as('admin').post<InvoiceBody>(`/invoices/${id}/issue`);
    clock.set('2027-04-03T06:30:00.000Z');
    assert.equal((await issue(drafts[0]!)).body.invoiceNumber, 'BLR01/2728/00002');
    clock.set('2027-04-02T06:30:00.000Z');
    const back = await issue(drafts[1]!);
    assert.deepEqual(tally([back]), { '409 series.date_order': 1 });
    clock.set('2027-04-03T06:31:00.000Z');
    assert.equal((await issue(drafts[1]!)).body.invoiceNumber, 'BLR01/2728/00003');
  });
});
