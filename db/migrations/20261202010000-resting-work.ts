import { Migration } from '@mikro-orm/migrations';

const STATES = "('waiting', 'resting', 'handed', 'running', 'done', 'dead')";

/** CFG-02: work of a module that is switched off rests, and what was due of its schedules is skipped. */
export class Migration20261202010000 extends Migration {
  override up(): void {
    this.addSql('alter table job_runs drop constraint job_runs_state');
    this.addSql(`alter table job_runs add constraint job_runs_state check (state in ${STATES}) not valid`);
    this.addSql('alter table job_runs validate constraint job_runs_state');
    // Nothing rests yet, and what does is looked for by its consumer, and by those that wait behind it.
    this.addSql("create index job_runs_resting on job_runs (consumer, order_key, position) where state = 'resting'");
    this.addSql('alter table scheduled_runs drop constraint scheduled_runs_state');
    this.addSql(
      "alter table scheduled_runs add constraint scheduled_runs_state check (state in ('open', 'done', 'failed', 'skipped')) not valid",
    );
    this.addSql('alter table scheduled_runs validate constraint scheduled_runs_state');
  }
}
