import { Migration } from '@mikro-orm/migrations';

/**
 * NOT-04: what is put off takes a new number of its attempt and no start, so that the number may pass that of the starts allowed. What is not
 * done yet gets the starts that its queue allows now.
 */
export class Migration20261130130700 extends Migration {
  override up(): void {
    this.addSql('alter table job_runs drop constraint job_runs_attempt, add constraint job_runs_attempt check (attempt > 0)');
    this.addSql(`
      update job_runs r set max_attempts = greatest(r.max_attempts, now_allowed.starts)
      from (values ('email', 20), ('sms', 17), ('pdf', 14), ('reminders', 10), ('inventory', 14), ('reports', 8), ('portal', 12), ('webhooks', 10))
        as now_allowed (queue, starts)
      where r.queue = now_allowed.queue and r.state <> 'done'`);
  }
}
