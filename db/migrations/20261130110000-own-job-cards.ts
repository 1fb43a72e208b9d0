import { Migration } from '@mikro-orm/migrations';

/**
 * The cards of each engineer's own: those that they have, and those of which they were given a task that is not settled. With what the board, the
 * list and the calendar put them in order by, so that theirs are read from an index too. Kept by triggers: tasks and cards are changed by many.
 */
export class Migration20261130110000 extends Migration {
  override up(): void {
    this.addSql(`
      create table job_card_engineers (
        job_card_id uuid not null references job_cards,
        engineer_id uuid not null references users,
        service_center_id uuid not null,
        status text not null,
        opened_at timestamptz not null,
        promised_at timestamptz,
        primary key (job_card_id, engineer_id)
      )`);
    this.addSql(`create index job_card_engineers_column on job_card_engineers (engineer_id, status, opened_at desc, job_card_id desc)`);
    this.addSql(`
      create index job_card_engineers_promised on job_card_engineers (engineer_id, promised_at, job_card_id) where promised_at is not null`);

    this.addSql(`
      create function project_job_card_engineers(card uuid) returns void language sql as $$
        with own as (
          select j.assigned_engineer_id as engineer_id from job_cards j where j.id = card and j.assigned_engineer_id is not null
          union
          select t.engineer_id from job_tasks t
          where t.job_card_id = card and t.engineer_id is not null and t.status in ('open', 'in_progress')
        ), no_more as (
          delete from job_card_engineers where job_card_id = card and engineer_id not in (select engineer_id from own)
        )
        insert into job_card_engineers as o (job_card_id, engineer_id, service_center_id, status, opened_at, promised_at)
          select j.id, own.engineer_id, j.service_center_id, j.status, j.opened_at, j.promised_at from own join job_cards j on j.id = card
        on conflict (job_card_id, engineer_id) do update
          set status = excluded.status, opened_at = excluded.opened_at, promised_at = excluded.promised_at
          where (o.status, o.opened_at, o.promised_at) is distinct from (excluded.status, excluded.opened_at, excluded.promised_at)
      $$`);
    this.addSql(`
      create function job_card_engineers_of_card() returns trigger language plpgsql as $$
      begin
        perform project_job_card_engineers(new.id);
        return null;
      end $$`);
    this.addSql(`
      create function job_card_engineers_of_task() returns trigger language plpgsql as $$
      begin
        perform project_job_card_engineers(coalesce(new.job_card_id, old.job_card_id));
        return null;
      end $$`);
    this.addSql(`
      create trigger job_cards_engineers_added after insert on job_cards for each row
        when (new.assigned_engineer_id is not null) execute function job_card_engineers_of_card()`);
    this.addSql(`
      create trigger job_cards_engineers after update of assigned_engineer_id, status, opened_at, promised_at on job_cards for each row
        when ((old.assigned_engineer_id, old.status, old.opened_at, old.promised_at)
          is distinct from (new.assigned_engineer_id, new.status, new.opened_at, new.promised_at))
        execute function job_card_engineers_of_card()`);
    this.addSql(`
      create trigger job_tasks_engineers_added after insert on job_tasks for each row
        when (new.engineer_id is not null) execute function job_card_engineers_of_task()`);
    this.addSql(`
      create trigger job_tasks_engineers after update of engineer_id, status on job_tasks for each row
        when ((old.engineer_id, old.status) is distinct from (new.engineer_id, new.status)
          and (old.engineer_id is not null or new.engineer_id is not null))
        execute function job_card_engineers_of_task()`);
    this.addSql(`
      create trigger job_tasks_engineers_gone after delete on job_tasks for each row
        when (old.engineer_id is not null) execute function job_card_engineers_of_task()`);

    this.addSql(`
      insert into job_card_engineers (job_card_id, engineer_id, service_center_id, status, opened_at, promised_at)
        select j.id, own.engineer_id, j.service_center_id, j.status, j.opened_at, j.promised_at
        from job_cards j join (
          select id as job_card_id, assigned_engineer_id as engineer_id from job_cards where assigned_engineer_id is not null
          union
          select job_card_id, engineer_id from job_tasks where engineer_id is not null and status in ('open', 'in_progress')
        ) own on own.job_card_id = j.id`);

    // Nobody's cards are read in the order of the one before any more; what is left of it is the foreign key's.
    this.addSql(`drop index job_cards_engineer`);
    this.addSql(`create index job_cards_engineer on job_cards (assigned_engineer_id)`);
  }
}
