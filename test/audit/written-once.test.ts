import assert from 'node:assert/strict';
import { it } from 'node:test';
import { query } from '../support/embedded.ts';
import { eventOf, freshTrail } from './trail.ts';

const changes = {
  update: (table: string, column: string) => `update ${table} set ${column} = ${column}`,
  delete: (table: string) => `delete from ${table}`,
  truncate: (table: string) => `truncate ${table} cascade`,
} as const;

it('AUD-02 lets nobody change, delete or empty audit rows: not the application, not the owner, not a superuser', async (t) => {
  const trail = await freshTrail(t);
  await trail.write(eventOf());
  const { url, ownerUrl, adminUrl } = trail.database;
  for (const statement of [changes.update('audit_logs', 'description'), changes.delete('audit_logs'), changes.truncate('audit_logs')]) {
    await assert.rejects(query(url, statement), /permission denied for table audit_logs/, statement);
    for (const other of [ownerUrl, adminUrl]) await assert.rejects(query(other, statement), /these rows are written once/, statement);
  }
  for (const table of ['audit_lanes', 'audit_anchoring'])
    for (const statement of [changes.delete(table), changes.truncate(table)]) {
      await assert.rejects(query(url, statement), /permission denied/, statement);
      for (const other of [ownerUrl, adminUrl]) await assert.rejects(query(other, statement), /these rows are written once/, statement);
    }
  const others = ['stock_movements', 'job_estimate_lines', 'job_card_transitions', 'job_inspections', 'job_inspection_items'];
  for (const table of [...others, 'invoice_lines', 'payment_allocations'])
    await assert.rejects(query(ownerUrl, changes.truncate(table)), /these rows are written once/, table);
  assert.equal((await trail.rows('select from audit_logs')).length, 1);
});

it('AUD-02 gives the application no way around: it can neither switch the triggers off nor make another lane', async (t) => {
  const { database } = await freshTrail(t);
  for (const statement of [
    'alter table audit_logs disable trigger all',
    'drop trigger audit_logs_append_only on audit_logs',
    'alter table audit_logs drop constraint audit_logs_chained',
    'drop table audit_logs',
    `set session_replication_role = 'replica'`,
  ])
    await assert.rejects(query(database.url, statement), /must be owner|permission denied/, statement);
  await assert.rejects(query(database.url, `insert into audit_lanes values (16, 0, repeat('0', 64))`), /audit_lanes_lane/);
});
