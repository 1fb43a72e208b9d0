import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { systemClock } from '../../adapters/security/system.ts';
import { startDms } from '../support/api-process.ts';
import { hold } from '../support/locks.ts';
import { attachmentOf, startMailServer } from '../support/mail-server.ts';
import { neverQuiet } from '../support/never-quiet.ts';
import { until } from '../support/until.ts';
import { freshBranches } from '../support/world.ts';

describe('a worker process that is killed', () => {
  it('OUT-02 while it makes a PDF leaves nothing half done: another makes it once, and it is delivered once', async (t) => {
    const mail = await startMailServer(t);
    const world = await freshBranches(t, { clock: systemClock });
    await neverQuiet(world);
    const smtp = { SMTP_HOST: '127.0.0.1', SMTP_PORT: String(mail.port) };
    const { id } = await world.make.invoice(world.make.mainLines);
    await world.rows(`update customers set email = 'ravi@customers.example'`);
    const lock = await hold(world, 'lock table files in share row exclusive mode');
    const killed = await startDms(t, world, ['worker', 'relay', 'pdf', 'reminders', 'email'], smtp);
    await killed.ready();
    await lock.waitedFor(1, 60_000); // the paper is drawn and stored, and about to be noted down
    assert.deepEqual(await world.rows(`select state, consumer from job_runs where consumer like 'invoice-%'`), [
      { state: 'running', consumer: 'invoice-pdf' },
    ]);
    await killed.kill('SIGKILL');
    await lock.release();

    await startDms(t, world, ['worker', 'relay', 'pdf', 'reminders', 'email'], smtp);
    const paper = await until(async () => {
      const answer = await world.as('advisor').get(`/invoices/${id}/pdf`);
      return answer.status === 200 ? answer : undefined;
    });
    // The paper is there before the event that makes the letter has been relayed.
    await until(() => mail.letters.length > 0, { what: 'the letter' });
    await until(async () => (await world.rows(`select from job_runs where state <> 'done' and queue <> 'sms'`)).length === 0);
    assert.equal((await world.rows(`select from files where entity_id = '${id}'`)).length, 1);
    assert.equal((await world.rows(`select from audit_logs where event = 'InvoicePdfStored'`)).length, 1);
    // The start that was never ended was begun again, with nothing beside it.
    assert.deepEqual(await world.rows(`select starts, alone from job_runs where consumer = 'invoice-pdf'`), [{ starts: 1, alone: true }]);
    assert.equal(mail.letters.length, 1);
    assert.ok(attachmentOf(mail.letters[0]!, 'application/pdf')?.equals(paper.bytes));
  });
});
