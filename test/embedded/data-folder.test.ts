import assert from 'node:assert/strict';
import { chownSync, readdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  checkout,
  dataFolder,
  freePort,
  isRoot,
  ownFolder,
  readAddresses,
  removeAddresses,
  writeAddresses,
} from '../../adapters/embedded/data-folder.ts';
import { FIRST_PORTS } from '../support/ports.ts';
import { workFolder } from '../support/test-home.ts';

test('data stays in the checkout, for root outside of it, and DATA_DIR moves it', () => {
  assert.match(dataFolder({}), isRoot() ? /^\/var\/tmp\/dms-[\da-f]{12}$/ : new RegExp(`^${checkout}/.data$`));
  assert.equal(dataFolder({ DATA_DIR: '/srv/dms' }), '/srv/dms');
});

test('a folder of another user is refused', { skip: !isRoot() }, async () => {
  const folder = await workFolder();
  chownSync(folder, 65534, 65534);
  assert.throws(() => ownFolder(folder), /belongs to another user/);
});

test('a port that is taken is passed over', async (t) => {
  const server = createServer();
  const wanted = await freePort(FIRST_PORTS.testOfFreePort);
  await new Promise<void>((resolve) => server.listen(wanted, '127.0.0.1', resolve));
  t.after(() => new Promise((resolve) => server.close(resolve)));
  assert.equal((server.address() as AddressInfo).port, wanted);
  const next = await freePort(wanted);
  assert.ok(next > wanted && next < 32768);
  await assert.rejects(freePort(32768), /no free port/);
});

test('addresses are found by others, and taken away only by whom they name', async () => {
  const folder = await workFolder();
  assert.equal(readAddresses(folder), undefined);
  const addresses = { url: 'http://127.0.0.1:3000', metricsUrl: 'http://127.0.0.1:9464/metrics', pid: 4711 };
  writeAddresses(folder, addresses);
  assert.deepEqual(readAddresses(folder), addresses);
  removeAddresses(folder, 4712);
  assert.deepEqual(readAddresses(folder), addresses);
  removeAddresses(folder, 4711);
  assert.equal(readAddresses(folder), undefined);
  assert.deepEqual(readdirSync(join(folder)), []);
});
