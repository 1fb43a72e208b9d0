import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { inflateSync } from 'node:zlib';
import type { EInvoice } from '@dms/domain/billing/e-invoice';
import type { PortalAnswer } from '@dms/domain/billing/e-invoice-registration';
import { originalOf, type PaperRef } from '@dms/domain/files/ports';
import { fixedClock } from '@dms/domain/memory/clock';
import { systemActor } from '@dms/domain/shared/actor';
import { DomainError } from '@dms/domain/shared/errors';
import { readDrawnQrs } from '../../support/drawn-qr.ts';
import { withSuite } from '../../support/endings.ts';
import { rawLettersIn } from '../../support/letters.ts';
import { until } from '../../support/until.ts';
import { freshBranches, type World } from '../../support/world.ts';

type Registered = { irn: string; ackNumber: string; ackDate: string; signedQr: string };

const NOON = '2026-11-22T06:30:00.000Z';
const BUYER = {
  ...{ name: 'Utkal Fleet', lines: ['1, Janpath'], city: 'Bengaluru' },
  ...{ pincode: '560001', stateCode: '29', gstin: '29AAACB1234C1ZB' },
};

describe('POST /invoices/:id/e-invoice', () => {
  const suite = withSuite();
  let world: World;
  const clock = fixedClock(NOON);
  before(async () => {
    world = await freshBranches(suite, { clock });
  });

  const rewrite = (id: string, buyer: object) =>
    world.rows(
      `set session_replication_role = replica; update invoices set document = document || '${JSON.stringify({ buyer })}' where id = '${id}'`,
    );
  /** An issued invoice as if its buyer had given a GSTIN before. */
  const bill = async (buyer: object = BUYER): Promise<string> => {
    const { id } = await world.make.invoice(world.make.mainLines);
    await rewrite(id, buyer);
    return id;
  };
  const register = (id: string, who: Parameters<World['as']>[0] = 'advisor') => world.as(who).post<Registered>(`/invoices/${id}/e-invoice`);
  const document = async (id: string): Promise<EInvoice> => (await world.as('manager').get<EInvoice>(`/invoices/${id}/e-invoice`)).body;
  const kept = (id: string) => world.rows(`select * from e_invoices where invoice_id = '${id}'`);
  const events = (id: string) => world.rows(`select from audit_logs where event = 'EInvoiceRegistered' and entity_id = '${id}'`);

  it('TAX-12 an e-invoice gets the reference number that its seller, year, type and number make, and is kept with who registered it', async () => {
    const id = await bill();
    const { status, body, text } = await register(id);
    assert.equal(status, 201, text);
    const made = await document(id);
    const irn = createHash('sha256').update(`29AABCS1429B1ZQ2026-27INV${made.DocDtls.No}`).digest('hex');
    assert.deepEqual([body.irn, body.ackDate], [irn, NOON]);
    assert.match(body.ackNumber, /^\d{15}$/);
    const said = JSON.parse(Buffer.from(body.signedQr.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;
    assert.deepEqual(
      [said.SellerGstin, said.BuyerGstin, said.DocNo, said.DocDt, said.TotInvVal, said.ItemCnt, said.Irn],
      ['29AABCS1429B1ZQ', BUYER.gstin, made.DocDtls.No, '22/11/2026', made.ValDtls.TotInvVal, made.ItemList.length, irn],
    );
    const [row] = await kept(id);
    assert.deepEqual([row!.irn, row!.registered_by], [irn, world.people.advisor.id]);
    assert.equal((await events(id)).length, 1);
  });

  it('TAX-12 whoever registers again gets the first answer, and of many at once one registers', async () => {
    const id = await bill();
    const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => register(id, index % 2 === 0 ? 'advisor' : 'manager')));
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [...Array.from({ length: 11 }, () => 200), 201]);
    clock.advance(3_600_000);
    const later = await register(id);
    assert.equal(later.status, 200);
    assert.equal(new Set([...answers, later].map(({ text }) => text)).size, 1);
    assert.deepEqual([(await kept(id)).length, (await events(id)).length], [1, 1]);
  });

  it('TAX-12 nobody who registers at once with others waits for one who waits for them', async () => {
    const ids = await Promise.all(Array.from({ length: 4 }, () => bill()));
    const answers = await Promise.all(ids.flatMap((id) => Array.from({ length: 16 }, () => register(id))));
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted(),
      [...Array.from({ length: 60 }, () => 200), ...Array.from({ length: 4 }, () => 201)],
      answers.map(({ text }) => text).join('\n'),
    );
    const [{ deadlocks } = { deadlocks: -1 }] = await world.rows<{ deadlocks: number }>(
      'select deadlocks::int as deadlocks from pg_stat_database where datname = current_database()',
    );
    assert.equal(deadlocks, 0);
  });

  it('TAX-12 what the portal answered and nobody kept is what it answers the next time', async () => {
    const id = await bill();
    const first = await world.cradle.registrationPortal.register(await document(id));
    clock.advance(60_000);
    const { status, body } = await register(id);
    assert.deepEqual([status, body], [201, { ...first, ackDate: first.ackDate.toISOString() }]);
  });

  it('TAX-12 what the portal would refuse is not sent: every fault is named, and nothing is kept', async () => {
    const id = await bill({ ...BUYER, name: 'Ut', city: 'Be', gstin: '29AABCS1429B1ZQ' });
    const { status, problem } = await register(id);
    assert.deepEqual([status, problem.code], [409, 'e_invoice.refused']);
    assert.deepEqual(
      problem.errors!.map(({ pointer }) => pointer),
      ['/BuyerDtls/Gstin', '/BuyerDtls/LglNm', '/BuyerDtls/Loc'],
    );
    assert.deepEqual([(await kept(id)).length, (await events(id)).length], [0, 0]);
    await rewrite(id, BUYER);
    assert.equal((await register(id)).status, 201);
  });

  it('TAX-12 neither a draft, nor a cancelled invoice, nor one to whoever is not registered is an e-invoice', async () => {
    const refused = async (id: string) => {
      const { status, problem } = await register(id, 'manager');
      return [status, problem.code, problem.errors?.[0]?.pointer, (await kept(id)).length];
    };
    assert.deepEqual(await refused((await world.make.draft()).id), [409, 'e_invoice.refused', undefined, 0]);
    assert.deepEqual(await refused((await world.make.invoice()).id), [409, 'e_invoice.refused', '/BuyerDtls/Gstin', 0]);
    const cancelled = await bill();
    const answer = await world.as('manager').post(`/invoices/${cancelled}/cancel`, { reason: 'wrong customer' });
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(await refused(cancelled), [409, 'e_invoice.refused', undefined, 0]);
    assert.equal((await register(world.cradle.ids.next())).status, 404);
  });

  const cancel = (id: string) => world.as('manager').post(`/invoices/${id}/cancel`, { reason: 'wrong customer' });
  const statusOf = async (id: string) => (await world.rows(`select status from invoices where id = '${id}'`))[0]!.status;
  /** Until it ends, the portal answers so; the stub registers with nobody, and so does this. */
  const whilePortal = async <Result>(
    answers: (register: () => Promise<PortalAnswer>) => Promise<PortalAnswer>,
    work: () => Promise<Result>,
  ): Promise<Result> => {
    const { registrationPortal: portal } = world.cradle;
    const usual = portal.register.bind(portal);
    portal.register = (sent) => answers(() => usual(sent));
    try {
      return await work();
    } finally {
      portal.register = usual;
    }
  };

  it('TAX-12 INV-02 is not cancelled while the portal is asked, and what was cancelled before is not sent to it', async () => {
    const id = await bill();
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<void>();
    await whilePortal(
      async (usual) => {
        asked.resolve();
        await answer.promise;
        return usual();
      },
      async () => {
        const registering = register(id);
        await asked.promise;
        assert.equal((await cancel(id)).problem.code, 'invoice.transition');
        answer.resolve();
        assert.equal((await registering).status, 201);
      },
    );
    for (let round = 0; round < 6; round += 1) {
      const both = await bill();
      let sent = 0;
      const [registered, cancelled] = await whilePortal(
        (usual) => {
          sent += 1;
          return usual();
        },
        () => Promise.all([register(both), cancel(both)]),
      );
      // Registered first it is cancelled in two steps, or not while the answer is awaited.
      const first = cancelled.status === 200;
      assert.deepEqual([registered.status, sent], first ? [409, 0] : [201, 1], `${registered.text} ${cancelled.text}`);
      assert.equal((await statusOf(both)) === 'CANCELLED', first);
    }
  });

  it('TAX-12 INV-02 is not cancelled while nobody knows what the portal answered, and registered again it is known', async () => {
    const lost = await bill();
    const afterwards = async (usual: () => Promise<PortalAnswer>): Promise<never> => {
      await usual();
      throw new Error('socket hang up');
    };
    assert.equal((await whilePortal(afterwards, () => register(lost))).status, 500);
    assert.match((await cancel(lost)).problem.detail, /answer is not known: register it again/);
    assert.equal((await register(lost)).status, 201);
    assert.equal((await cancel(lost)).status, 202);

    const refused = await bill();
    const never = () => Promise.reject(new DomainError('e_invoice.refused', 'The portal says no.'));
    assert.equal((await whilePortal(never, () => register(refused))).status, 409);
    assert.equal((await cancel(refused)).status, 200, 'what is known to be refused is not registered');
  });

  /** What is drawn, as it stands in the streams of a file. */
  const drawing = (pdf: Buffer): Buffer =>
    Buffer.concat(
      [...pdf.toString('latin1').matchAll(/FlateDecode\n>>\nstream\n([\s\S]*?)\nendstream/g)].map(([, stream]) =>
        inflateSync(Buffer.from(stream!, 'latin1')),
      ),
    );
  const store = (id: string, more: Partial<PaperRef> = {}) =>
    world.cradle.storePaper({ ...originalOf('INVOICE', id), ...more }, systemActor('test'));
  const print = async (id: string) => {
    const { status, bytes, headers } = await world.as('advisor').get(`/invoices/${id}/pdf`);
    return { status, bytes: Buffer.from(bytes), name: headers.get('content-disposition') ?? '', etag: headers.get('etag') };
  };

  it('INV-05 TAX-12 the PDF of a registered invoice has the QR code that the portal signed, and that of before stays what it was', async () => {
    const id = await bill();
    await store(id);
    const before = await print(id);
    assert.deepEqual([before.status, readDrawnQrs(drawing(before.bytes)).length], [200, 1]);
    const { body } = await register(id);
    // The paper of before is not given for that of the registered invoice, which nobody has drawn yet.
    assert.equal((await print(id)).status, 202);
    await store(id, { registered: true });
    const after = await print(id);
    assert.deepEqual([after.status, readDrawnQrs(drawing(after.bytes)).at(-1)?.link], [200, body.signedQr]);
    assert.match(after.name, /-e-invoice\.pdf/);
    assert.notEqual(after.etag, before.etag);
    const [kept] = await world.rows<{ sha256: string }>(`select sha256 from files where key = 'invoices/${id}/invoice.pdf'`);
    assert.ok(before.etag!.includes(kept!.sha256));
  });

  it('INV-05 TAX-12 there is no registered paper of what is not registered', async () => {
    const id = await bill();
    await assert.rejects(store(id, { registered: true }), { code: 'entity.absent' });
  });

  it('INV-05 TAX-12 a registration has its paper drawn by itself, and the letter brings that', async () => {
    const { id, customerId } = await world.make.invoice(world.make.mainLines);
    await rewrite(id, BUYER);
    await world.rows(`update customers set email = 'ravi@customers.example' where id = '${customerId}'`);
    assert.equal((await register(id)).status, 201);
    await world.startWorkers('relay', 'pdf');
    await until(async () => (await print(id)).status === 200, { what: 'the registered paper' });
    const letters = async (status: string) =>
      (await world.rows(`select from notifications where entity_id = '${id}' and status = '${status}'`)).length;
    // Both papers are told of before anything is sent: the letter of the first gives way.
    await world.startWorkers('reminders');
    await until(async () => (await letters('merged')) === 1, { what: 'the letter that gave way' });
    await world.startWorkers('email');
    await until(async () => (await letters('sent')) === 1, { what: 'the letter' });
    const [billed] = await world.rows<{ number: string }>(`select invoice_number as number from invoices where id = '${id}'`);
    const about = (await rawLettersIn(world)).filter(
      (letter) => letter.includes('ravi@customers.example') && letter.includes(billed!.number),
    );
    assert.equal(about.length, 1);
    assert.match(about[0]!, /-e-invoice\.pdf/);
  });

  it('TAX-12 one who sees the invoice and issues none does not register it, and one of another branch does not find it', async () => {
    const id = await bill();
    assert.deepEqual(
      [(await register(id, 'staff')).status, (await register(id, 'advisor2')).status, (await kept(id)).length],
      [403, 404, 0],
    );
  });

  it('TAX-12 a registration is written once: nobody changes, deletes or empties it, or registers an invoice or a number twice', async () => {
    const [id, other] = [await bill(), await bill()];
    assert.equal((await register(id)).status, 201);
    for (const change of ['update e_invoices set irn = irn', 'delete from e_invoices', 'truncate e_invoices cascade'])
      await assert.rejects(world.rows(change), /e_invoices/, change);
    const again = (invoiceId: string) =>
      world.rows(
        `insert into e_invoices (invoice_id, irn, ack_number, ack_date, signed_qr, registered_at, registered_by) select '${invoiceId}', irn, ack_number, ack_date, signed_qr, registered_at, registered_by from e_invoices where invoice_id = '${id}'`,
      );
    await assert.rejects(again(id), /e_invoices_pkey/);
    await assert.rejects(again(other), /e_invoices_irn_unique/);
  });
});
