import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawInvoice } from '../../support/papers.ts';
import { desk } from '../../contracts/desk.ts';
import { fixtures } from '../../contracts/fixtures.ts';
import { memoryHarness } from '../../contracts/memory-harness.ts';

const begin = async () => {
  const harness = await memoryHarness();
  const basics = await harness.seedBasics();
  const use = desk(harness);
  return { ...harness, basics, use, make: fixtures(harness, basics, use) };
};

test('JOB-01 a wash goes from opening to delivery on an explicit zero bill', async () => {
  const { use, make, basics } = await begin();
  const { advisor, manager } = basics.actors;
  const { user, actor: engineer } = await make.engineer();
  const { asha, car } = basics;
  const about = {
    customerId: asha.id,
    vehicleId: car.id,
    serviceCenterId: basics.branches.blr01.id,
    type: 'WASH',
    odometer: 20_200,
  } as const;
  const { id: jobCardId, tasks } = await use.open(about, advisor);
  const taskId = tasks[0]!.id;
  await use.move({ jobCardId, to: 'approved' }, advisor);
  await use.assign({ jobCardId, engineerId: user.id }, advisor);
  await use.start({ jobCardId, taskId }, engineer);
  await use.finish({ jobCardId, taskId }, engineer);
  await use.move({ jobCardId, to: 'completed' }, advisor);
  await use.check({ jobCardId, result: 'PASS' }, manager);
  const { id: invoiceId } = await use.draft({ sourceType: 'job', sourceId: jobCardId }, advisor);
  const invoice = await use.issue({ invoiceId }, advisor);
  assert.deepEqual([invoice.status, invoice.totalAmount.toString(), invoice.lines.length], ['PAID', '0.00', 0]);
  assert.ok((await drawInvoice(invoice.document!)).length > 1000);
  assert.equal((await use.deliver({ jobCardId, odometerOut: 20_201 }, advisor)).status, 'delivered');
});

test('JOB-10 what QC sends back is work that has to be done again', async () => {
  const { use, make, basics } = await begin();
  const { advisor, manager } = basics.actors;
  const { card, engineer } = await make.assignedCard([make.labour]);
  const jobCardId = card.id;
  await use.start({ jobCardId, taskId: card.tasks[0]!.id }, engineer);
  await use.finish({ jobCardId, taskId: card.tasks[0]!.id }, engineer);
  await use.move({ jobCardId, to: 'completed' }, advisor);
  const failed = await use.check({ jobCardId, result: 'FAIL', reason: 'brakes squeal' }, manager);
  assert.deepEqual([failed.status, failed.rework, failed.tasks.at(-1)?.description], ['in_progress', true, 'Rework: brakes squeal']);
  await assert.rejects(use.move({ jobCardId, to: 'completed' }, advisor), { code: 'job.transition' });
  const taskId = failed.tasks.at(-1)!.id;
  await use.start({ jobCardId, taskId }, engineer);
  await use.finish({ jobCardId, taskId }, engineer);
  assert.equal((await use.move({ jobCardId, to: 'completed' }, advisor)).status, 'completed');
});
