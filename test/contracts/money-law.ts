import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { contract } from './harness.ts';
import { accountsOf, anyMoneyDeed, beginMoneyLife, liveOn, refuseUnlessConserved } from './money-lives.ts';

/** The law over random lives; the more are walked, the rarer what they come across. */
export const moneyLaw = contract('the money law', (given) => {
  it('PAY-01 CRN-01 INV-04 invoiced is paid, due, credited and written off, by document, month and customer, whatever is done', async () => {
    let done = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anyMoneyDeed, { minLength: 8, maxLength: 24 }), async (deeds) => {
        const life = await beginMoneyLife(given());
        for (const deed of deeds) {
          if (await liveOn(life, deed)) done += 1;
          refuseUnlessConserved(await accountsOf(life));
        }
      }),
      { numRuns: 12, endOnFailure: true },
    );
    assert.ok(done > 40, `${done} of what was tried was done`);
  });
});
