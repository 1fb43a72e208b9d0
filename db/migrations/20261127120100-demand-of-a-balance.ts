import { Migration } from '@mikro-orm/migrations';

/** What was asked for in vain of one part at one branch, for reorders. */
export class Migration20261127120100 extends Migration {
  override up(): void {
    this.addSql(`create index lost_demand_of_balance on lost_demand (part_id, service_center_id, asked_at)`);
    this.addSql(`drop index lost_demand_part`);
  }
}
