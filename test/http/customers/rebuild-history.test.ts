import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { withSuite } from '../../support/endings.ts';
import { together } from '../../support/races.ts';
import { walkTo } from '../../support/visit.ts';
import { freshBranches, type World } from '../../support/world.ts';

describe('the history of vehicles, rebuilt', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
    const { vehicle } = await walkTo(world, 'deliver');
    await walkTo(world, 'issue');
    const buyer = { type: 'PERSON', firstName: 'Kiran', phone: '9845000009' };
    const { body } = await world.as('manager').post<{ id: string }>('/customers', buyer);
    const passed = await world.as('manager').post(`/vehicles/${vehicle.id}/transfer`, { customerId: body.id });
    assert.equal(passed.status, 200, passed.text);
  });

  const written = () => world.rows<{ id: string; kind: string }>('select * from service_history order by id');

  it('HIS-01 the rebuilt history is the one that was written, entry by entry, whatever kind it is of', async () => {
    const before = await written();
    assert.deepEqual([...new Set(before.map(({ kind }) => kind))].toSorted(), ['INVOICE', 'JOB', 'TRANSFER']);
    const { mended, strays, sources } = await world.cradle.rebuildHistory();
    assert.deepEqual([mended, strays], [0, 0]);
    assert.ok(sources >= before.length);
    assert.deepEqual(await written(), before);
  });

  it('HIS-01 an entry that is wrong or missing is mended, one that tells of nothing is named, and a second run finds no fault', async () => {
    const before = await written();
    const told = (rows: readonly object[]) =>
      rows
        .map((row) => ({ ...row, id: null }))
        .map((row) => JSON.stringify(row))
        .toSorted();
    const [wrong, lost] = before;
    await world.rows(`update service_history set odometer = 1, total_amount = 2 where id = '${wrong!.id}' returning id`);
    await world.rows(`delete from service_history where id = '${lost!.id}' returning id`);
    await world.rows(
      `insert into service_history (id, vehicle_id, kind, source_id, service_date)
       select gen_random_uuid(), vehicle_id, kind, gen_random_uuid(), now() from service_history where kind = 'JOB' limit 1 returning id`,
    );
    const first = await world.cradle.rebuildHistory();
    assert.deepEqual([first.mended, first.strays], [2, 1]);
    // The application deletes no history: whoever owns the database does.
    await world.rows(`delete from service_history where kind = 'JOB' and source_id not in (select id from job_cards) returning id`);
    assert.deepEqual(told(await written()), told(before));
    const second = await world.cradle.rebuildHistory();
    assert.deepEqual([second.mended, second.strays], [0, 0]);
  });

  it('HIS-01 work that goes on during a rebuild is told as it ended', async () => {
    await together(4, async (index) => {
      if (index > 0) await world.cradle.rebuildHistory();
      else await walkTo(world, 'deliver');
    });
    const { mended, strays } = await world.cradle.rebuildHistory();
    assert.deepEqual([mended, strays], [0, 0]);
  });
});
