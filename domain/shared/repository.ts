import type { Scope } from './actor.ts';

/**
 * The aggregates of one kind, inside a unit of work. What was loaded or added is watched: changes are written at the end,
 * under the version that was read. Every read names its scope; a row outside it is not there (ACC-03).
 */
export type Repository<Root> = {
  /** @throws DomainError `entity.absent` */
  get(id: string, scope: Scope): Promise<Root>;
  /** Like `get`, and nobody else changes it until this unit ends. Rows are locked in one order over all kinds. */
  getForChange(id: string, scope: Scope): Promise<Root>;
  add(root: Root): void;
};
