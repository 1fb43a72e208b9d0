import { Migration } from '@mikro-orm/migrations';

/** The history of a vehicle as it was shown to somebody: what its paper is drawn of. */
export class Migration20261128130200 extends Migration {
  override up(): void {
    this.addSql(`
      create table history_papers (
        id uuid primary key,
        vehicle_id uuid not null references vehicles,
        document jsonb not null,
        frozen_at timestamptz not null,
        frozen_by uuid references users
      )`);
    this.addSql(`create index history_papers_vehicle on history_papers (vehicle_id)`);
    this.addSql(`create index history_papers_frozen_by on history_papers (frozen_by)`);
    this.addSql(`create trigger history_papers_kept before update on history_papers for each row execute function refuse_change()`);
  }
}
