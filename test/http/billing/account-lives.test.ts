import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { FixedClock } from '@dms/domain/memory/clock';
import { addDays, businessDay, type BusinessDay } from '@dms/domain/shared/calendar';
import { Money } from '@dms/domain/shared/money';
import fc from 'fast-check';
import { somebody } from '../../contracts/fixtures.ts';
import { accountsOf, anyMoneyDeed, beginMoneyLife, type Ground, liveOn, owedOf } from '../../contracts/money-lives.ts';
import { withSuite } from '../../support/endings.ts';
import { freshBranches, type World } from '../../support/world.ts';

const DAY_MS = 86_400_000;

describe('the account of a customer who pays, and whose payments bounce, over some days', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });

  const ageing = (asOf: BusinessDay) => world.cradle.ageReceivables({ asOf }, { limit: 100, sort: 'customerId' }, somebody);
  const due = async (): Promise<string> => {
    const [row] = await world.rows<{ paise: string }>(
      `select coalesce(sum(total_amount - paid_amount - credited_amount - written_off_amount), 0)::text as paise from invoices
       where document_date is not null and status <> 'CANCELLED'`,
    );
    return Money.ofPaise(BigInt(row!.paise)).toString();
  };

  it('PAY-01 a statement closes at what is due less what is the customer’s, and the ageing of a past day is what it was on that day', async () => {
    const clock = world.clock as FixedClock;
    const { make, desk, basics } = world;
    const ground: Ground = { make, desk, basics, clock, transact: world.cradle.transact };
    const first = businessDay(clock.now());
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(anyMoneyDeed, { minLength: 2, maxLength: 6 }), { minLength: 2, maxLength: 5 }), async (days) => {
        const life = await beginMoneyLife(ground);
        const told: { readonly day: BusinessDay; readonly ageing: string; readonly owed: string }[] = [];
        for (const deeds of days) {
          for (const deed of deeds) {
            await liveOn(life, deed);
            clock.advance(1000);
          }
          const day = businessDay(clock.now());
          const aged = await ageing(day);
          assert.equal(aged.totals.total.toString(), await due(), 'the ages add up to what is due');
          told.push({ day, ageing: JSON.stringify(aged), owed: owedOf(await accountsOf(life)).toString() });
          clock.advance(3 * DAY_MS);
        }
        const { customerId } = life.vehicle;
        const today = businessDay(clock.now());
        for (const { day, ageing: then, owed } of told) {
          assert.equal(JSON.stringify(await ageing(day)), then, `the ages of ${day} as they were`);
          const [until, after] = [
            await world.cradle.readStatement({ customerId, from: first, to: day }, somebody),
            await world.cradle.readStatement({ customerId, from: addDays(day, 1), to: today }, somebody),
          ];
          assert.equal(until.closing.toString(), owed, `the account of ${day}`);
          assert.equal(after.opening.toString(), owed, `what was owed after ${day}`);
          assert.equal(Money.sum([after.opening, ...after.entries.map(({ amount }) => amount)]).toString(), after.closing.toString());
        }
      }),
      { numRuns: 6, endOnFailure: true },
    );
  });
});
