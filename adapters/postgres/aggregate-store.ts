import type { Scope } from '@dms/domain/shared/actor';
import { absent, DomainError } from '@dms/domain/shared/errors';
import type { DomainEvent, Telling } from '@dms/domain/shared/events';
import type { MikroORM } from '@mikro-orm/postgresql';
import { CompiledQuery, type QueryResult } from 'kysely';
import type { Executor } from './database.ts';
import { heldRow, type Held, hydrate, type Mapping, mappingOf, sent } from './mapping.ts';

/** A collection of a root: the property that holds it, its class, the column that points back, and the order it is read in. */
export type Child = {
  readonly property: string;
  readonly entity: { readonly prototype: object };
  readonly parent: string;
  readonly order: string;
  /** It is another root's to write: here it is only seen. */
  readonly seenOnly?: true;
};

/** How a kind of root is loaded and written. */
export type Aggregate = {
  readonly entity: { readonly prototype: object };
  /** What the glossary calls it, for who does not find it. */
  readonly what: string;
  /** Rows are locked in ascending rank over all kinds, so that no two units wait for each other. */
  readonly lockRank: number;
  /** SQL that is true for a row `r` inside the branches `$2`; without it every scope sees every row. */
  readonly scope?: string;
  readonly children?: readonly Child[];
};

type Statements = {
  readonly mapping: Mapping;
  readonly children: readonly { readonly child: Child; readonly mapping: Mapping }[];
  readonly aggregate: Aggregate;
  readonly select: string;
  readonly where: string;
};

type Watched = {
  readonly statements: Statements;
  readonly root: object;
  locked: boolean;
  /** The row as the database has it; undefined while it does not. */
  row: Held[] | undefined;
  /** The rows of the children, by id. */
  childRows: Map<string, Held[]>;
  /** Which of them each collection had, by its property. */
  childIds: Map<string, Set<string>>;
};

const execute = <R>(db: Executor, text: string, values: readonly unknown[]): Promise<QueryResult<R>> =>
  db.executeQuery(CompiledQuery.raw(text, values as unknown[])) as Promise<QueryResult<R>>;

const scopeIds = (scope: Scope): readonly string[] | null => (scope.kind === 'all' ? null : scope.ids);

/**
 * The statements for each kind of root, made once from the mapping in db/schema. An aggregate comes whole in one statement:
 * its root's columns, and each collection as an array of arrays of texts.
 */
export const planAggregates = (orm: MikroORM, aggregates: readonly Aggregate[]): Map<object, Statements> =>
  new Map(aggregates.map((aggregate) => [aggregate.entity, plan(orm, aggregate)]));

const plan = (orm: MikroORM, aggregate: Aggregate): Statements => {
  const mapping = mappingOf(orm, aggregate.entity);
  const children = (aggregate.children ?? []).map((child) => ({ child, mapping: mappingOf(orm, child.entity) }));
  const root = mapping.columns.map((column, index) => `r.${column.name}::text as c${index}`);
  const lists = children.map(({ child, mapping: of }, index) => {
    const texts = of.columns.map((column) => `k.${column.name}::text`).join(', ');
    return `(select json_agg(json_build_array(${texts}) order by k.${child.order}) from ${of.table} k where k.${child.parent} = r.id) as k${index}`;
  });
  const visible = aggregate.scope ? ` and ($2::uuid[] is null or ${aggregate.scope})` : ' and ($2::uuid[] is null or true)';
  return {
    mapping,
    children,
    aggregate,
    select: `select ${[...root, ...lists].join(', ')} from ${mapping.table} r`,
    where: `where r.id = $1${visible}`,
  };
};

const insertTexts = new Map<string, string>();
const ROWS_AT_ONCE = 16;

const insertText = (table: string, names: readonly string[], rows: number): string => {
  const key = `${table} ${rows}`;
  const known = insertTexts.get(key);
  if (known !== undefined) return known;
  const tuple = (row: number): string => `(${names.map((_, index) => `$${row * names.length + index + 1}`).join(', ')})`;
  const text = `insert into ${table} (${names.join(', ')}) values ${Array.from({ length: rows }, (_, row) => tuple(row)).join(', ')}`;
  insertTexts.set(key, text);
  return text;
};

const idOf = (entity: object): string => (entity as { id: string }).id;
const keyOf = ({ mapping }: Statements, id: string): string => `${mapping.table} ${id}`;

/**
 * Loads aggregates inside one transaction, watches them, and writes what changed: new rows in batches, changed columns only,
 * the root always under the version that was read and with the next one, also when nothing but a child changed.
 */
export class AggregateStore {
  private readonly watched = new Map<string, Watched>();
  private readonly additions: { readonly mapping: Mapping; readonly entity: object }[] = [];
  private highestRank = 0;
  private readonly db: Executor;
  private readonly plans: Map<object, Statements>;
  private readonly stamp: () => { readonly at: Date; readonly by: string | null };

  constructor(db: Executor, plans: Map<object, Statements>, stamp: () => { readonly at: Date; readonly by: string | null }) {
    this.db = db;
    this.plans = plans;
    this.stamp = stamp;
  }

  async get<Root extends object>(entity: { readonly prototype: Root }, id: string, scope: Scope): Promise<Root> {
    const statements = this.planOf(entity);
    const known = this.watched.get(keyOf(statements, id));
    if (known) return this.visible(known, id, scope) as Promise<Root>;
    const { rows } = await execute<Row>(this.db, `${statements.select} ${statements.where}`, [id, scopeIds(scope)]);
    if (!rows[0]) throw absent(statements.aggregate.what);
    return this.watch(statements, rows[0], false).root as Root;
  }

  async getForChange<Root extends object>(entity: { readonly prototype: Root }, id: string, scope: Scope): Promise<Root> {
    const statements = this.planOf(entity);
    const known = this.watched.get(keyOf(statements, id));
    if (known?.locked) return this.visible(known, id, scope) as Promise<Root>;
    this.expectRank(statements);
    // With children it takes two: a row that was waited for comes new, but what a subquery sees is as old as its statement.
    if (statements.children.length > 0) await this.lockRow(statements, id, scope);
    const lock = statements.children.length > 0 ? '' : ' for update of r';
    const { rows } = await execute<Row>(this.db, `${statements.select} ${statements.where}${lock}`, [id, scopeIds(scope)]);
    if (!rows[0]) throw absent(statements.aggregate.what);
    return this.watch(statements, rows[0], true, known?.root).root as Root;
  }

  /** Seen before in this unit, perhaps by somebody with a wider scope: this one has to see it too. */
  private async visible({ statements, root, row }: Watched, id: string, scope: Scope): Promise<object> {
    if (scope.kind === 'all' || row === undefined) return root;
    const { rows } = await execute(this.db, `select r.id from ${statements.mapping.table} r ${statements.where}`, [id, scopeIds(scope)]);
    if (!rows[0]) throw absent(statements.aggregate.what);
    return root;
  }

  private async lockRow({ mapping, where, aggregate }: Statements, id: string, scope: Scope): Promise<void> {
    const text = `select r.id from ${mapping.table} r ${where} for update of r`;
    const { rows } = await execute(this.db, text, [id, scopeIds(scope)]);
    if (!rows[0]) throw absent(aggregate.what);
  }

  /** Roots found by another condition than their id. `condition` speaks of the row `r`. */
  async find<Root extends object>(
    entity: { readonly prototype: Root },
    condition: string,
    values: readonly unknown[],
    lock = false,
  ): Promise<Root[]> {
    const statements = this.planOf(entity);
    if (lock) this.expectRank(statements);
    const inTwo = lock && statements.children.length > 0;
    if (inTwo) await execute(this.db, `select r.id from ${statements.mapping.table} r where ${condition} for update of r`, values);
    const { rows } = await execute<Row>(
      this.db,
      `${statements.select} where ${condition}${lock && !inTwo ? ' for update of r' : ''}`,
      values,
    );
    return rows.map((row) => this.watch(statements, row, lock, this.watched.get(keyOf(statements, row.c0 as string))?.root).root as Root);
  }

  /** A root that is to be written, with all its children. */
  add(root: object): void {
    const statements = this.planOf(root.constructor);
    this.watched.set(keyOf(statements, idOf(root)), {
      statements,
      root,
      locked: true,
      row: undefined,
      childRows: new Map(),
      childIds: new Map(),
    });
  }

  /** Writes at once those roots that no constraint knows a like of. Whoever is writing the like is waited for. */
  async addMissing(roots: readonly object[]): Promise<void> {
    const inserts: Inserts = new Map();
    for (const root of roots) collect(inserts, this.planOf(root.constructor).mapping, root);
    await this.insertAll(inserts, ' on conflict do nothing');
  }

  /** A row of its own that is only ever added. */
  append(entity: object): void {
    this.additions.push({ mapping: this.planOf(entity.constructor).mapping, entity });
  }

  /** What the roots have to tell that no use case asked of them. */
  told(): DomainEvent[] {
    return [...this.watched.values()].flatMap(({ root }) => (root as Partial<Telling>).tell?.() ?? []);
  }

  /** Writes what changed. Says whether anything did. */
  async flush(): Promise<boolean> {
    const fresh = [...this.watched.values()].filter((watched) => watched.row === undefined);
    const changed = [...this.watched.values()].filter((watched) => watched.row !== undefined);
    const inserts: Inserts = new Map();
    for (const watched of fresh) collect(inserts, watched.statements.mapping, watched.root);
    let wrote = fresh.length > 0 || this.additions.length > 0;
    await this.insertAll(inserts);
    for (const watched of [...fresh, ...changed]) wrote = (await this.writeChildren(watched)) || wrote;
    const rows: Inserts = new Map();
    for (const { mapping, entity } of this.additions.splice(0)) collect(rows, mapping, entity);
    await this.insertAll(rows);
    for (const watched of fresh) watched.row = heldRow(watched.statements.mapping, watched.root);
    return wrote;
  }

  /** The collections of one root, then the root itself if it or one of them changed. */
  private async writeChildren(watched: Watched): Promise<boolean> {
    const { statements, root, childRows } = watched;
    let touched = false;
    for (const { child, mapping } of statements.children.filter((each) => !each.child.seenOnly)) {
      const inserts: Inserts = new Map();
      const present = new Set<string>();
      for (const entity of (root as Record<string, readonly object[]>)[child.property] ?? []) {
        const row = heldRow(mapping, entity);
        const before = childRows.get(idOf(entity));
        if (before === undefined) collect(inserts, mapping, entity, row);
        else if (await this.update(mapping, idOf(entity), before, row)) touched = true;
        present.add(idOf(entity));
        childRows.set(idOf(entity), row);
      }
      touched = (await this.removeOthers(mapping, child.property, watched, present)) || touched;
      touched = (await this.insertAll(inserts)) || touched;
    }
    if (watched.row === undefined) return true;
    const row = heldRow(statements.mapping, root);
    const changed = differing(statements.mapping, watched.row, row);
    if (changed.length === 0 && !touched) return false;
    await this.updateRoot(watched, row, changed);
    return true;
  }

  /** Rows whose entity is in the collection no more. The database refuses it for what is written once. */
  private async removeOthers(mapping: Mapping, property: string, { childRows, childIds }: Watched, present: Set<string>): Promise<boolean> {
    const gone = [...(childIds.get(property) ?? [])].filter((id) => !present.has(id));
    childIds.set(property, present);
    if (gone.length === 0) return false;
    for (const id of gone) childRows.delete(id);
    await execute(this.db, `delete from ${mapping.table} where id = any($1)`, [gone]);
    return true;
  }

  private async update(mapping: Mapping, id: string, before: Held[], row: Held[]): Promise<boolean> {
    const changed = differing(mapping, before, row);
    if (changed.length === 0) return false;
    const sets = changed.map((index, position) => `${mapping.columns[index]!.name} = $${position + 2}`).join(', ');
    await execute(this.db, `update ${mapping.table} set ${sets} where id = $1`, [
      id,
      ...changed.map((index) => sent(mapping.columns[index]!, row[index]!)),
    ]);
    return true;
  }

  private async updateRoot(watched: Watched, row: Held[], changed: readonly number[]): Promise<void> {
    const { mapping, aggregate } = watched.statements;
    const { at, by } = this.stamp();
    const sets = changed.map((index, position) => `${mapping.columns[index]!.name} = $${position + 5}`);
    const text = `update ${mapping.table} set ${['version = version + 1', 'updated_at = $3', 'updated_by = $4', ...sets].join(', ')} where id = $1 and version = $2`;
    const root = watched.root as { id: string; version: number };
    const values = [root.id, root.version, at.toISOString(), by, ...changed.map((index) => sent(mapping.columns[index]!, row[index]!))];
    const { numAffectedRows } = await execute(this.db, text, values);
    if (numAffectedRows !== 1n) throw new DomainError('version.stale', `Somebody changed this ${aggregate.what} in the meantime.`);
    root.version += 1;
    watched.row = heldRow(mapping, root);
  }

  private async insertAll(inserts: Inserts, otherwise = ''): Promise<boolean> {
    for (const [mapping, rows] of inserts) {
      const { at, by } = this.stamp();
      const stamps = mapping.isRoot ? [at.toISOString(), by, at.toISOString(), by] : [];
      const names = [...mapping.columns.map((column) => column.name), ...(mapping.isRoot ? STAMPS : [])];
      for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
        const batch = rows.slice(from, from + ROWS_AT_ONCE);
        await execute(
          this.db,
          insertText(mapping.table, names, batch.length) + otherwise,
          batch.flatMap((row) => [...row.map((held, index) => sent(mapping.columns[index]!, held)), ...stamps]),
        );
      }
    }
    return inserts.size > 0;
  }

  private watch(statements: Statements, row: Row, locked: boolean, into?: object): Watched {
    const id = row.c0 as string;
    const known = this.watched.get(keyOf(statements, id));
    if (known && (!locked || known.locked)) return known;
    if (known && this.isDirty(known)) return this.lockedAsChanged(known, row);
    const texts = statements.mapping.columns.map((_, index) => row[`c${index}`] as string | null);
    const root = hydrate(statements.mapping, texts, into);
    const childRows = new Map<string, Held[]>();
    const childIds = new Map<string, Set<string>>();
    statements.children.forEach(({ child, mapping }, index) => {
      const lists = (row[`k${index}`] ?? []) as (string | null)[][];
      const entities = lists.map((list) => hydrate(mapping, list));
      for (const entity of entities) childRows.set(idOf(entity), heldRow(mapping, entity));
      childIds.set(child.property, new Set(entities.map(idOf)));
      (root as Record<string, unknown>)[child.property] = entities;
    });
    const watched = { statements, root, locked, row: heldRow(statements.mapping, root), childRows, childIds };
    this.watched.set(keyOf(statements, id), watched);
    return watched;
  }

  /** Changed already and locked only now: it stays as changed, unless somebody else was faster. */
  private lockedAsChanged(known: Watched, row: Row): Watched {
    const { mapping, aggregate } = known.statements;
    const version = row[`c${mapping.columns.findIndex((column) => column.property === 'version')}`];
    if (Number(version) !== (known.root as { version: number }).version)
      throw new DomainError('version.stale', `Somebody changed this ${aggregate.what} in the meantime.`);
    known.locked = true;
    return known;
  }

  private isDirty({ statements, root, row, childRows }: Watched): boolean {
    if (row !== undefined && differing(statements.mapping, row, heldRow(statements.mapping, root)).length > 0) return true;
    return statements.children.some(
      ({ child, mapping }) =>
        !child.seenOnly &&
        (root as Record<string, readonly object[]>)[child.property]!.some((entity) => {
          const before = childRows.get(idOf(entity));
          return before === undefined || differing(mapping, before, heldRow(mapping, entity)).length > 0;
        }),
    );
  }

  private expectRank({ aggregate, mapping }: Statements): void {
    if (aggregate.lockRank < this.highestRank) throw new Error(`${mapping.table} has to be locked earlier: rows are locked in one order`);
    this.highestRank = aggregate.lockRank;
  }

  private planOf(entity: object): Statements {
    const statements = this.plans.get(entity);
    if (!statements) throw new Error(`${(entity as { name?: string }).name ?? 'this'} is no aggregate of the store`);
    return statements;
  }
}

type Row = Record<string, unknown>;
type Inserts = Map<Mapping, Held[][]>;
const STAMPS = ['created_at', 'created_by', 'updated_at', 'updated_by'];

const collect = (inserts: Inserts, mapping: Mapping, entity: object, row: Held[] = heldRow(mapping, entity)): void => {
  const rows = inserts.get(mapping);
  if (rows) rows.push(row);
  else inserts.set(mapping, [row]);
};

/** The positions of the columns that are not the same; the version is the store's own. */
const differing = (mapping: Mapping, before: readonly Held[], now: readonly Held[]): number[] => {
  const changed: number[] = [];
  for (let index = 0; index < now.length; index += 1) {
    if (before[index] !== now[index] && mapping.columns[index]!.property !== 'version') changed.push(index);
  }
  return changed;
};
