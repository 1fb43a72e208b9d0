import { Migration } from '@mikro-orm/migrations';

/** NOT-04: whether a run was begun, and is to be begun, with nothing beside it, since a worker died of it or of what was beside it (ADR 48). */
export class Migration20261202020000 extends Migration {
  override up(): void {
    this.addSql('alter table job_runs add column alone boolean not null default false');
  }
}
