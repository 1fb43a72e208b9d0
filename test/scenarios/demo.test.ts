import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { clientAt } from '../support/client.ts';
import { type DmsProcess, runDms, spawnDms } from '../support/processes.ts';
import { workFolder } from '../support/test-home.ts';

type Walked = {
  readonly done: boolean;
  readonly url: string;
  readonly invoiceNumber: string;
  readonly totalAmount: string;
  readonly pdf: string;
  readonly failure?: string;
  readonly steps: readonly { readonly step: number; readonly who: string; readonly result: string }[];
};
type Named = { readonly id: string };

const UNAVAILABLE = 4;

describe('npm start and npm run demo', () => {
  let env: Record<string, string>;
  let dms: DmsProcess;
  let url: string;

  before(async () => {
    env = { DATA_DIR: await workFolder('data'), BCRYPT_SALT_ROUNDS: '4', LOG_LEVEL: 'warn' };
    dms = await spawnDms(['start', '--json'], { env });
    ({ url } = await dms.ready(120_000));
  });
  after(() => dms.kill('SIGTERM'));

  const demo = async (): Promise<Walked> => {
    const { code, output } = await runDms(['demo', '--json'], { env });
    assert.equal(code, 0, `${output}\n${dms.logs()}`);
    return JSON.parse(output) as Walked;
  };

  const as = async (post: string) => {
    const login = { username: `${post}.blr01@dms.example`, password: 'Demo-Pass-2026!' };
    const { body } = await clientAt(url).post<{ accessToken: string; user: { id: string; serviceCenters: Named[] } }>('/auth/login', login);
    return { ...clientAt(url, body.accessToken), ...body.user };
  };

  /** What a walk leaves behind that is broken off while the engineer is at work. */
  const breakOff = async (): Promise<void> => {
    const [advisor, engineer] = [await as('advisor'), await as('engineer')];
    type Hits = { data: { vehicle: Named; customer: Named }[] };
    const { body: hits } = await advisor.get<Hits>('/search/vehicles?registration=KA01AB1234');
    const { vehicle, customer } = hits.data[0]!;
    const { body: card } = await advisor.post<Named & { tasks: Named[] }>('/job-cards', {
      ...{ vehicleId: vehicle.id, customerId: customer.id, serviceCenterId: advisor.serviceCenters[0]!.id, type: 'PERIODIC_SERVICE' },
      ...{ odometer: 45_000, promisedAt: new Date(Date.now() + 86_400_000).toISOString() },
      estimate: { lines: [{ kind: 'LABOUR', description: 'Service', hsn: '998714', quantity: '1.000', unitPrice: '800.00' }] },
    });
    await advisor.patch(`/job-cards/${card.id}/status`, { to: 'awaiting_approval' });
    await advisor.post(`/job-cards/${card.id}/customer-approval`, { decision: 'ACCEPTED', channel: 'PHONE' });
    await advisor.post(`/job-cards/${card.id}/assign`, { engineerId: engineer.id });
    const started = await engineer.post(`/job-cards/${card.id}/tasks/${card.tasks[0]!.id}/start`);
    assert.equal(started.status, 200, started.text);
  };

  it('walks the main job to the payment and the handover, and leaves the PDF', async () => {
    const walked = await demo();
    assert.equal(walked.url, url);
    assert.deepEqual(
      walked.steps.map(({ step }) => step),
      Array.from({ length: 13 }, (_, index) => index + 1),
    );
    assert.equal(walked.totalAmount, '5068.00');
    assert.match(walked.invoiceNumber, /^BLR01\/\d{4}\/00001$/);
    assert.equal(walked.pdf, join(env['DATA_DIR']!, 'demo-invoice.pdf'));
    assert.equal(readFileSync(walked.pdf).subarray(0, 5).toString('latin1'), '%PDF-');
  });

  it('walks again over what it left, with the next number', async () => {
    const first = await demo();
    const second = await demo();
    const serial = ({ invoiceNumber }: Walked): number => Number(invoiceNumber.split('/').at(-1));
    assert.equal(serial(second), serial(first) + 1);
  });

  it('walks over a job that was broken off while the engineer was at work', async () => {
    await breakOff();
    assert.equal((await demo()).done, true);
    assert.equal((await demo()).done, true, 'and again');
  });

  it('tells each step to people, in one line and without colour where there is no terminal', async () => {
    const { code, output } = await runDms(['demo', '--url', `${url}/`], { env });
    assert.equal(code, 0, output);
    assert.match(output, /^ 4  Open a job card .* advisor .* JC-BLR01-\d{4}-\d{5}, estimated at ₹5,068\.00$/m);
    assert.match(output, /^13  Hand the vehicle over .* first in the history of the vehicle$/m);
    assert.ok(!output.includes('\u001b['));
  });

  it('stops at the first difference and says where', async () => {
    // a server that is right in all but the total of the estimate
    const wrong = createServer((request, response) => {
      void (async () => {
        const parts: Buffer[] = [];
        for await (const part of request) parts.push(part as Buffer);
        const { authorization = '', 'content-type': type = '' } = request.headers;
        const answer = await fetch(url + request.url, {
          method: request.method!,
          headers: { authorization, ...(type && { 'content-type': type }) },
          ...(parts.length > 0 && { body: Buffer.concat(parts) }),
        });
        response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
        response.end((await answer.text()).replace('"total":"5068.00"', '"total":"5067.90"'));
      })();
    });
    await new Promise<void>((listening) => wrong.listen(0, '127.0.0.1', listening));
    try {
      const address = `http://127.0.0.1:${(wrong.address() as AddressInfo).port}`;
      const { code, output } = await runDms(['demo', '--url', address], { env });
      assert.equal(code, 1, output);
      assert.match(
        output,
        /Step 4, "Open a job card with an estimate" \(advisor\): job card\.estimate\.total is "5067\.90" and should be "5068\.00"\./,
      );
      assert.doesNotMatch(output, /^ 5 /m);
    } finally {
      wrong.close();
    }
  });
});

describe('npm run demo alone', () => {
  it('says that no server is there', async () => {
    const env = { DATA_DIR: await workFolder('data') };
    const nowhere = await runDms(['demo'], { env });
    assert.equal(nowhere.code, UNAVAILABLE, nowhere.output);
    assert.match(nowhere.output, /No server has left its address in .*`npm start` starts one/);
    const silent = await runDms(['demo', '--url', 'http://127.0.0.1:1'], { env });
    assert.equal(silent.code, UNAVAILABLE, silent.output);
    assert.match(silent.output, /No DMS answers at http:\/\/127\.0\.0\.1:1/);
  });
});
