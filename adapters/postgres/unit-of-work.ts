import type { AuditKeys } from '@dms/domain/audit/ports';
import type { SettingEntry } from '@dms/domain/configuration/ports';
import type { Actor } from '@dms/domain/shared/actor';
import type { Clock, Digest, Ids } from '@dms/domain/shared/ports';
import type { Recording } from '@dms/domain/shared/unit-of-work';
import type { Repositories, TransactAll } from '@dms/domain/repositories';
import { AggregateStore, type planAggregates } from './aggregate-store.ts';
import { isPublished, type Recorded, writeAuditRows } from './audit-rows.ts';
import type { Database, Executor, Running } from './database.ts';
import { type Pending, repositories } from './repositories.ts';
import { toldOfCards } from './told-of-cards.ts';

type Deps = {
  readonly database: Database;
  readonly plans: Plans;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly digest: Digest;
  readonly auditKeys: AuditKeys;
  /** What is configured before anybody sets anything. */
  readonly deployed: readonly SettingEntry[];
  /** Wakes the relay, after the commit and never inside the transaction. */
  readonly wakeRelay: () => void;
};

type Plans = ReturnType<typeof planAggregates>;

/** One transaction's worth of work, shared by every use case that joins it. */
class Unit {
  readonly store: AggregateStore;
  readonly pending: Pending = [];
  private recorded: Recorded[] = [];
  private wrote = false;
  private published = false;
  private readonly db: Executor;
  private readonly deps: Deps;
  private by: string | null = null;

  constructor(db: Executor, deps: Deps) {
    this.db = db;
    this.deps = deps;
    this.store = new AggregateStore(db, deps.plans, () => ({ at: deps.clock.now(), by: this.by }));
  }

  /** What a use case gets: the repositories, recording as `actor`. */
  as(actor: Actor): Repositories & Recording {
    this.by = actor.userId;
    const recording: Recording = {
      record: (...events) => this.recorded.push(...events.map((event) => ({ event, actor }))),
      flush: () => this.flush(actor),
    };
    const { ids, deployed } = this.deps;
    return Object.assign(repositories({ db: this.db, store: this.store, pending: this.pending, ids, deployed }), recording);
  }

  async flush(actor: Actor): Promise<void> {
    this.by = actor.userId;
    const told = this.store.told();
    if (await this.store.flush()) this.wrote = true;
    for (const write of this.pending.splice(0)) await write();
    if (told.length > 0) this.recorded.push(...(await toldOfCards(this.db, told)).map((event) => ({ event, actor })));
  }

  /** The rows are written by now; the audit and outbox rows of what was recorded follow. */
  async finish(): Promise<void> {
    const recorded = this.recorded.splice(0);
    if (recorded.length > 0) await this.write(recorded);
    else if (this.wrote) throw new Error('something was changed and nothing recorded: it would be missing in the audit trail');
  }

  get hasPublished(): boolean {
    return this.published;
  }

  private async write(recorded: readonly Recorded[]): Promise<void> {
    await writeAuditRows(this.db, this.deps, recorded);
    this.published = recorded.some(isPublished);
  }
}

/** The unit of work over PostgreSQL: rows, audit and outbox of one action are committed together or not at all. */
export const postgresTransact = (deps: Deps): TransactAll => {
  return (actor, work) =>
    deps.database.run(async (db, running) => {
      const unit = (running.unit ??= newUnit(db, running)) as Unit;
      const result = await work(unit.as(actor));
      // What comes next in the same transaction, be it a read, finds the rows as they now are.
      await unit.flush(actor);
      return result;
    });

  function newUnit(db: Executor, { beforeCommit, afterCommit }: Running): Unit {
    const unit = new Unit(db, deps);
    beforeCommit.push(() => unit.finish());
    afterCommit.push(() => {
      if (unit.hasPublished) deps.wakeRelay();
    });
    return unit;
  }
};
