import { Migration } from '@mikro-orm/migrations';

const LAST_LANE = 15; // sixteen lanes: see ADR 14
const NO_HASH = '0'.repeat(64);
const written = ['audit_logs', 'stock_movements', 'job_estimate_lines', 'job_card_transitions', 'invoice_lines'];

/** AUD-02: audit rows are chained in lanes; nobody empties a table of rows that are written once. */
export class Migration20261123000300 extends Migration {
  override up(): void {
    // The heads change with every transaction: room on the page for it, and a vacuum that does not wait for a fifth of nothing.
    this.addSql(`
      create table audit_lanes (
        lane smallint primary key constraint audit_lanes_lane check (lane between 0 and ${LAST_LANE}),
        position bigint not null constraint audit_lanes_position check (position >= 0),
        hash text not null constraint audit_lanes_hash check (hash ~ '^[0-9a-f]{64}$')
      ) with (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500)`);
    this.addSql(`insert into audit_lanes select n, 0, '${NO_HASH}' from generate_series(0, ${LAST_LANE}) n`);
    this.addSql(`
      create trigger audit_lanes_stay before delete or truncate on audit_lanes for each statement execute function refuse_change()`);

    this.addSql(`
      alter table audit_logs
        add column lane smallint,
        add column position bigint,
        add column previous_hash text,
        add column hash text,
        add column key_id text`);
    // Rows from before have no place in the chain, and none can be given to them: they are written once. Anchors cover them.
    this.addSql(`
      alter table audit_logs add constraint audit_logs_chained check (
        lane is not null and lane between 0 and ${LAST_LANE} and position is not null and position > 0
        and previous_hash is not null and hash is not null and key_id is not null) not valid`);
    this.addSql(`create unique index audit_logs_chain on audit_logs (lane, position) where lane is not null`);
    this.addSql(`create index audit_logs_older on audit_logs (id) where lane is null`);

    for (const table of written)
      this.addSql(`create trigger ${table}_never_emptied before truncate on ${table} for each statement execute function refuse_change()`);

    this.addSql(`
      create table audit_anchoring (
        only_one boolean primary key default true constraint audit_anchoring_only_one check (only_one),
        sequence bigint not null,
        mac text not null
      )`);
    this.addSql(`insert into audit_anchoring (sequence, mac) values (0, '${NO_HASH}')`);
    this.addSql(`
      create trigger audit_anchoring_stays before delete or truncate on audit_anchoring for each statement execute function refuse_change()`);
  }
}
