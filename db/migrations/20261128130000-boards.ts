import { Migration } from '@mikro-orm/migrations';

/** The board and the calendar: cards of a branch, an engineer or the whole company by state, and by the time they are promised for. */
export class Migration20261128130000 extends Migration {
  override up(): void {
    this.addSql(`create index job_cards_column on job_cards (service_center_id, status, opened_at desc, id desc)`);
    this.addSql(`drop index job_cards_branch`); // the beginning of the one before
    this.addSql(`create index job_cards_status on job_cards (status, opened_at desc, id desc)`);
    this.addSql(`drop index job_cards_engineer`);
    this.addSql(`create index job_cards_engineer on job_cards (assigned_engineer_id, status, opened_at desc, id desc)`);
    this.addSql(`create index job_cards_promised on job_cards (service_center_id, promised_at, id) where promised_at is not null`);
    this.addSql(`create index job_cards_promised_all on job_cards (promised_at, id) where promised_at is not null`);
  }
}
