import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'node:test';
import type { InvoiceRegistrationPortal } from '@dms/domain/billing/e-invoice-registration';
import { fixedClock } from '@dms/domain/memory/clock';
import { systemActor } from '@dms/domain/shared/actor';
import { DomainError } from '@dms/domain/shared/errors';
import type { InvoiceBody, JobCardBody, ListOf } from '../../support/bodies.ts';
import { freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { tally } from '../../support/races.ts';
import { until } from '../../support/until.ts';
import { freshBranches, type World } from '../../support/world.ts';
import { refusal } from '../../unit/shared/refusals.ts';

type Bill = InvoiceBody & {
  cancellationAskedAt: string | null;
  cancellationStalledAt: string | null;
  cancellationRefusal: string | null;
  documentDate: string;
};
type Asked = Parameters<InvoiceRegistrationPortal['cancel']>[1];

// Noon in India.
const NOON = '2026-11-22T06:30:00.000Z';
const HOUR_MS = 3_600_000;
const BUYER = {
  ...{ name: 'Utkal Fleet', lines: ['1, Janpath'], city: 'Bengaluru' },
  ...{ pincode: '560001', stateCode: '29', gstin: '29AAACB1234C1ZB' },
};

describe('cancelling an invoice that is registered', () => {
  const suite = withSuite();
  const clock = fixedClock(NOON);
  let world: World;
  before(async () => {
    world = await freshBranches(suite, { clock });
  });
  beforeEach(() => clock.set(NOON));

  const registered = async (): Promise<Bill> => {
    const { id } = await world.make.invoice(world.make.mainLines);
    await world.rows(
      `set session_replication_role = replica; update invoices set document = document || '${JSON.stringify({ buyer: BUYER })}' where id = '${id}'`,
    );
    const answer = await world.as('advisor').post(`/invoices/${id}/e-invoice`);
    assert.equal(answer.status, 201, answer.text);
    return read(id);
  };
  const read = async (id: string): Promise<Bill> => (await world.as('manager').get<Bill>(`/invoices/${id}`)).body;
  const cancel = (id: string, more: object = {}) =>
    world.as('manager').post<Bill>(`/invoices/${id}/cancel`, { reason: 'billed to the wrong firm', ...more });
  const asked = async (): Promise<Bill> => {
    const bill = await registered();
    const answer = await cancel(bill.id);
    assert.equal(answer.status, 202, answer.text);
    return answer.body;
  };
  const attempt = (id: string) => world.cradle.cancelRegistration(id, systemActor('test'));
  const pay = ({ id, balance }: Pick<Bill, 'id' | 'balance'>) =>
    world.as('advisor').post('/payments', { invoiceId: id, amount: balance, method: 'UPI', reference: 'UPI-7' }, { key: freshKey() });
  const kept = (id: string) => world.rows(`select code, reason, cancelled_at from e_invoice_cancellations where document_id = '${id}'`);
  const told = async (id: string) =>
    (
      await world.rows<{ event: string }>(
        `select event from audit_logs where entity_id = '${id}' and event like 'InvoiceCancel%' order by id`,
      )
    ).map(({ event }) => event);
  /** Until it ends, cancelling is answered so; says what the portal was asked. */
  const whilePortal = async (
    answers: (usual: () => Promise<{ cancelledAt: Date }>, irn: string) => Promise<{ cancelledAt: Date }>,
    work: () => Promise<unknown>,
  ): Promise<Asked[]> => {
    const { registrationPortal: portal } = world.cradle;
    const usual = portal.cancel.bind(portal);
    const heard: Asked[] = [];
    portal.cancel = (irn, because) => {
      heard.push(because);
      return answers(() => usual(irn, because), irn);
    };
    try {
      await work();
    } finally {
      portal.cancel = usual;
    }
    return heard;
  };

  it('TAX-12 INV-02 it is cancelled once the portal has cancelled the registration: its number is kept, and the job is billed anew', async () => {
    const bill = await registered();
    const answer = await cancel(bill.id, { reasonCode: 'DATA_ENTRY' });
    assert.deepEqual(
      [answer.status, answer.body.status, answer.body.cancellationAskedAt, answer.headers.get('location')],
      [202, 'UNPAID', NOON, `/invoices/${bill.id}`],
    );
    const heard = await whilePortal(
      (usual) => usual(),
      async () => assert.equal(await attempt(bill.id), 'The portal has cancelled it.'),
    );
    assert.deepEqual(heard, [{ code: 'DATA_ENTRY', remark: 'billed to the wrong firm' }]);
    const after = await read(bill.id);
    assert.deepEqual([after.status, after.invoiceNumber, after.balance], ['CANCELLED', bill.invoiceNumber, '0.00']);
    assert.deepEqual(await kept(bill.id), [{ code: 'DATA_ENTRY', reason: 'billed to the wrong firm', cancelled_at: new Date(NOON) }]);
    assert.deepEqual(await told(bill.id), ['InvoiceCancellationAsked', 'InvoiceCancelled']);
    const card = await world.as('advisor').get<JobCardBody>(`/job-cards/${bill.sourceId}`);
    assert.equal(card.body.status, 'ready');
    const again = await world.as('advisor').post<Bill>('/invoices', { sourceType: 'job', sourceId: bill.sourceId });
    const issued = await world.as('advisor').post<Bill>(`/invoices/${again.body.id}/issue`);
    assert.equal(issued.status, 200, issued.text);
    assert.notEqual(issued.body.invoiceNumber, bill.invoiceNumber);
    assert.deepEqual(await attempt(bill.id), 'There is nothing to cancel any more.');
  });

  it('TAX-12 what was cancelled at the portal is registered no more, and its first answer not told again', async () => {
    const { id } = await asked();
    const { body: document } = await world.as('manager').get(`/invoices/${id}/e-invoice`);
    await attempt(id);
    for (const answer of [
      await world.as('advisor').post(`/invoices/${id}/e-invoice`),
      await world.as('manager').get(`/invoices/${id}/e-invoice`),
    ])
      assert.deepEqual([answer.status, answer.problem.code], [409, 'e_invoice.refused']);
    await assert.rejects(world.cradle.registrationPortal.register(document as never), refusal('e_invoice.refused'));
    assert.deepEqual([(await cancel(id)).problem.code, (await kept(id)).length], ['invoice.transition', 1]);
  });

  it('TAX-12 PAY-01 CRN-01 while the portal has not answered nothing is paid, credited, charged, given up or moved of it, and no vehicle leaves', async () => {
    const bill = await registered();
    const line = bill.lines[0]!;
    const note = { invoiceId: bill.id, reason: 'Billed wrongly', lines: [{ lineId: line.id, quantity: '0.250' }] };
    const [advisor, manager] = [world.as('advisor'), world.as('manager')];
    const drafted = await advisor.post('/credit-notes', note, { key: freshKey() });
    assert.equal(drafted.status, 201, drafted.text);
    assert.equal((await cancel(bill.id)).status, 202);
    const answers = [
      await pay(bill),
      await advisor.post('/credit-notes', note, { key: freshKey() }),
      await advisor.post(`${drafted.headers.get('location')}/issue`),
      await advisor.post('/debit-notes', { ...note, lines: [{ lineId: line.id, amount: '10.00' }] }, { key: freshKey() }),
      await world.as('admin').post(`/invoices/${bill.id}/write-off`, { reason: 'lost' }),
      await manager.patch(`/invoices/${bill.id}/due-date`, { dueDate: '2026-12-24' }),
    ];
    assert.deepEqual(tally(answers), { '409 invoice.transition': answers.length });
    for (const { problem } of answers) assert.match(problem.detail, /being cancelled/);
    const left = await world.as('admin').post(`/job-cards/${bill.sourceId}/deliver`, { odometerOut: 99_999, onCredit: true });
    assert.deepEqual([left.status, left.problem.code], [409, 'job.transition']);
    assert.match(left.problem.detail, /being cancelled/);
    await attempt(bill.id);
    assert.equal((await read(bill.id)).status, 'CANCELLED');
  });

  it('TAX-12 the answer that was lost is asked for: the portal is not asked to cancel twice', async () => {
    const { id } = await asked();
    const heard = await whilePortal(
      async (usual) => {
        await usual();
        throw new Error('socket hang up');
      },
      () => assert.rejects(attempt(id), /hang up/),
    );
    assert.equal(heard.length, 1);
    const waits = await read(id);
    assert.deepEqual([waits.status, waits.cancellationAskedAt, (await kept(id))[0]!.cancelled_at], ['UNPAID', NOON, null]);
    clock.advance(HOUR_MS);
    const later = await whilePortal(
      (usual) => usual(),
      () => attempt(id),
    );
    assert.deepEqual([later.length, (await read(id)).status], [0, 'CANCELLED']);
    assert.deepEqual((await kept(id))[0]!.cancelled_at, new Date(NOON));
  });

  it('TAX-12 what came through to nobody is asked again, for the same though somebody asked otherwise meanwhile', async () => {
    const { id } = await asked();
    const never = await whilePortal(
      () => Promise.reject(new DomainError('service.unavailable', 'The portal does not answer.')),
      () => assert.rejects(attempt(id), refusal('service.unavailable')),
    );
    const again = await cancel(id, { reason: 'it was a duplicate', reasonCode: 'DUPLICATE' });
    assert.equal(again.status, 202, again.text);
    const heard = await whilePortal(
      (usual) => usual(),
      () => attempt(id),
    );
    assert.deepEqual(
      [...never, ...heard],
      Array.from({ length: 2 }, () => ({ code: 'OTHER', remark: 'billed to the wrong firm' })),
    );
    // Somebody is at it: the second time nothing was begun.
    assert.deepEqual(await told(id), ['InvoiceCancellationAsked', 'InvoiceCancelled']);
  });

  it('TAX-12 what the portal refuses stands and says why, is paid as before, and can be asked for anew for another reason', async () => {
    const { id } = await asked();
    const because = 'The portal says: an active e-way bill was made for it.';
    await whilePortal(
      () => Promise.reject(new DomainError('e_invoice.refused', because)),
      async () => assert.equal(await attempt(id), `The portal refused: ${because}`),
    );
    const stands = await read(id);
    assert.deepEqual([stands.status, stands.cancellationAskedAt, stands.cancellationRefusal], ['UNPAID', null, because]);
    assert.deepEqual([await kept(id), (await told(id)).at(-1)], [[], 'InvoiceCancellationRefused']);
    const anew = await cancel(id, { reasonCode: 'DUPLICATE', reason: 'x'.repeat(400) });
    assert.deepEqual([anew.status, anew.body.cancellationRefusal], [202, null]);
    const heard = await whilePortal(
      () => Promise.reject(new DomainError('e_invoice.refused', because)),
      () => attempt(id),
    );
    assert.deepEqual(heard, [{ code: 'DUPLICATE', remark: 'x'.repeat(100) }]);
    assert.equal((await pay(await read(id))).status, 201);
  });

  it('TAX-12 INV-02 after 24 hours, and after the day it bears, a credit note is the way; what was asked in time and is answered too late stands', async () => {
    const [late, next, unanswered] = [await registered(), await registered(), await asked()];
    const { manager } = world.basics.actors;
    // By the use case: no login lasts so long.
    const cancelNow = ({ id }: Bill) => world.cradle.cancelInvoice({ invoiceId: id, reason: 'wrong' }, manager);
    const refusedWith = (code: string) => (error: unknown) =>
      error instanceof DomainError && error.code === code && /credit note/.test(error.message);
    clock.advance(13 * HOUR_MS);
    await assert.rejects(cancelNow(next), refusedWith('invoice.transition'));
    clock.set(new Date(Date.parse(NOON) + 24 * HOUR_MS + 1));
    await assert.rejects(cancelNow(late), refusedWith('e_invoice.too_late'));
    assert.match(await attempt(unanswered.id), /within 24 hours/);
    const [row] = await world.rows(`select status, cancellation_asked_at from invoices where id = '${unanswered.id}'`);
    assert.deepEqual(row, { status: 'UNPAID', cancellation_asked_at: null });
  });

  it('TAX-12 what the portal has cancelled in time is cancelled, though that is learned on another day', async () => {
    const { id, documentDate } = await asked();
    await whilePortal(
      (usual) => usual().then(() => Promise.reject(new Error('socket hang up'))),
      () => assert.rejects(attempt(id), /hang up/),
    );
    clock.advance(48 * HOUR_MS);
    await attempt(id);
    const [row] = await world.rows(`select status, document_date::text as day from invoices where id = '${id}'`);
    assert.deepEqual(row, { status: 'CANCELLED', day: documentDate });
  });

  it('TAX-12 PAY-03 of cancelling and a payment, a credit note or a delivery at the same moment one comes through', async () => {
    const others: Readonly<Record<string, (bill: Bill) => Promise<{ status: number; text: string }>>> = {
      payment: pay,
      'credit note': async ({ id, lines }) => {
        const lined = { invoiceId: id, reason: 'Billed wrongly', lines: [{ lineId: lines[0]!.id, quantity: '0.250' }] };
        const drafted = await world.as('advisor').post('/credit-notes', lined, { key: freshKey() });
        return drafted.status < 300 ? world.as('advisor').post(`${drafted.headers.get('location')}/issue`) : drafted;
      },
      delivery: ({ sourceId }) => world.as('admin').post(`/job-cards/${sourceId}/deliver`, { odometerOut: 99_999, onCredit: true }),
    };
    for (const [name, other] of Object.entries(others))
      for (let round = 0; round < 4; round += 1) {
        const bill = await registered();
        const [cancelled, used] = await Promise.all([cancel(bill.id), other(bill)]);
        assert.equal([cancelled, used].filter(({ status }) => status < 300).length, 1, `${name}: ${cancelled.text} ${used.text}`);
        await attempt(bill.id);
        assert.equal((await read(bill.id)).status === 'CANCELLED', cancelled.status === 202, name);
      }
  });

  it('TAX-12 PER-01 what bears a day of a locked month is not asked for: what the portal has done could not be written down', async () => {
    const { id } = await registered();
    const boss = world.as('superAdmin');
    assert.equal((await boss.post('/periods/2026-11/lock', { reason: 'filed' })).status, 200);
    assert.equal((await cancel(id)).problem.code, 'period.locked');
    assert.equal((await boss.post('/periods/2026-11/unlock', { reason: 'one more' })).status, 200);
    assert.deepEqual([(await kept(id)).length, (await cancel(id)).status], [0, 202]);
  });

  it('TAX-12 of many who cancel at once the portal is asked for one thing, and a key gives the answer of before', async () => {
    const { id } = await registered();
    const answers = await Promise.all(Array.from({ length: 6 }, (_, index) => cancel(id, { reason: `reason ${index}` })));
    assert.deepEqual(tally(answers), { '202': 6 });
    const key = freshKey();
    const keyed = () => world.as('manager').post(`/invoices/${id}/cancel`, { reason: 'again' }, { key });
    const [first, second] = [await keyed(), await keyed()];
    assert.deepEqual([first.status, second.status, second.text], [202, 202, first.text]);
    assert.equal((await kept(id)).length, 1);
    assert.deepEqual(await told(id), ['InvoiceCancellationAsked']);
  });

  it('TAX-12 INV-02 what waits for the portal is listed, and of that what nobody asks for any more; asked anew once, somebody asks again', async () => {
    const [waits, stalled, other] = [await asked(), await asked(), await registered()];
    await world.cradle.noteUnanswered(stalled.id, systemActor('test'));
    const listed = async (state: string, who: 'manager' | 'elsewhere' = 'manager') => {
      const { body } = await world.as(who).get<ListOf<{ id: string }>>(`/invoices?cancellation=${state}&limit=100`);
      return body.data.map(({ id }) => id).filter((id) => [waits, stalled, other].some((each) => each.id === id));
    };
    assert.deepEqual(await listed('asked'), [stalled.id, waits.id]);
    assert.deepEqual([await listed('stalled'), await listed('stalled', 'elsewhere')], [[stalled.id], []]);
    assert.equal((await read(stalled.id)).cancellationStalledAt, NOON);
    const refused = await world.as('manager').get('/invoices?cancellation=never');
    assert.deepEqual([refused.status, refused.problem.code], [400, 'request.invalid']);

    const again = await Promise.all(Array.from({ length: 4 }, () => cancel(stalled.id)));
    assert.deepEqual(tally(again), { '202': 4 });
    assert.deepEqual(await told(stalled.id), ['InvoiceCancellationAsked', 'InvoiceCancellationStalled', 'InvoiceCancellationAsked']);
    assert.deepEqual([await listed('stalled'), await listed('asked')], [[], [stalled.id, waits.id]]);
    await attempt(stalled.id);
    await attempt(waits.id);
    assert.deepEqual([await listed('asked'), await listed('stalled')], [[], []]);
    assert.deepEqual([(await read(stalled.id)).status, (await read(stalled.id)).cancellationStalledAt], ['CANCELLED', null]);
    await world.cradle.noteUnanswered(waits.id, systemActor('test'));
    assert.equal((await told(waits.id)).includes('InvoiceCancellationStalled'), false);
  });

  it('TAX-12 PER-01 a month is not locked while the portal is asked to cancel what bears a day of it, also at the same moment', async () => {
    const boss = world.as('superAdmin');
    const turn = (to: 'lock' | 'unlock') => boss.post(`/periods/2026-11/${to}`, { reason: 'filed' });
    const waiting = () =>
      world.rows<{ id: string }>(`select id from invoices where cancellation_asked_at is not null and status <> 'CANCELLED'`);
    const settle = async () => {
      for (const { id } of await waiting()) await attempt(id);
    };
    const first = await asked();
    const refused = await turn('lock');
    assert.deepEqual([refused.status, refused.problem.code], [409, 'period.transition']);
    assert.ok(refused.problem.detail.includes(first.invoiceNumber!), refused.text);
    await settle();
    assert.equal((await turn('lock')).status, 200);
    assert.equal((await turn('unlock')).status, 200);
    for (let round = 0; round < 6; round += 1) {
      const bills = [await registered(), await registered()];
      const [locked, ...answers] = await Promise.all([turn('lock'), ...bills.map(({ id }) => cancel(id))]);
      const left = (await waiting()).length;
      assert.equal(left, answers.filter(({ status }) => status === 202).length);
      if (locked.status === 200) {
        assert.deepEqual([left, tally(answers)], [0, { '409 period.locked': 2 }]);
        assert.equal((await turn('unlock')).status, 200);
      } else {
        assert.equal(locked.problem.code, 'period.transition');
        assert.ok(left > 0);
      }
      await settle();
    }
  });

  it('TAX-12 a registered debit note is cancelled so too, and lets its invoice be cancelled', async () => {
    const bill = await registered();
    const note = { invoiceId: bill.id, reason: 'Too little', lines: [{ lineId: bill.lines[1]!.id, amount: '33.33' }] };
    const path = (await world.as('advisor').post('/debit-notes', note, { key: freshKey() })).headers.get('location')!;
    const issued = await world.as('advisor').post<{ id: string }>(`${path}/issue`);
    assert.equal(issued.status, 200, issued.text);
    const { id } = issued.body;
    assert.equal((await world.as('advisor').post(`/invoices/${id}/e-invoice`)).status, 201);
    assert.match((await cancel(bill.id)).problem.detail, /stands on this invoice/);
    assert.equal((await cancel(id)).status, 202);
    assert.match((await cancel(bill.id)).problem.detail, /stands on this invoice/);
    await attempt(id);
    assert.equal((await cancel(bill.id)).status, 202);
  });

  it('TAX-12 what the portal was asked is changed by nobody, and what it has done is not taken back', async () => {
    const { id } = await asked();
    const of = `where document_id = '${id}'`;
    await assert.rejects(world.rows(`update e_invoice_cancellations set code = 'DUPLICATE' ${of}`), /e_invoice_cancellations/);
    await attempt(id);
    for (const change of ['update e_invoice_cancellations set cancelled_at = null', 'delete from e_invoice_cancellations'])
      await assert.rejects(world.rows(`${change} ${of}`), /e_invoice_cancellations/);
  });

  it('TAX-12 OUT-02 the worker has it cancelled by itself, and tries again while the portal does not answer', async () => {
    const { id } = await asked();
    const [{ irn }] = (await world.rows<{ irn: string }>(`select irn from e_invoices where document_id = '${id}'`)) as [{ irn: string }];
    // What others here left waiting is asked for too.
    let ofThis = 0;
    await whilePortal(
      (usual, asks) => {
        if (asks === irn) ofThis += 1;
        return asks === irn && ofThis === 1 ? Promise.reject(new Error('socket hang up')) : usual();
      },
      async () => {
        await world.startWorkers('relay', 'portal');
        await until(
          async () => {
            clock.advance(10_000);
            return (await read(id)).status === 'CANCELLED';
          },
          { what: 'the invoice to be cancelled' },
        );
      },
    );
    assert.equal(ofThis, 2);
  });
});
