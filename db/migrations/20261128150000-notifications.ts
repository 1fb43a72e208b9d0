import { Migration } from '@mikro-orm/migrations';

const CHANNELS = "('EMAIL', 'SMS', 'IN_APP')";
const CATEGORIES = "('SECURITY', 'BILLING', 'SERVICE', 'WORK', 'STOCK', 'APPROVALS', 'PROMOTION', 'EMERGENCY')";
const STATUSES = "('queued', 'deferred', 'sending', 'sent', 'delivered', 'failed', 'retried', 'dead', 'suppressed', 'merged')";
const WAITING = "('queued', 'deferred', 'failed', 'retried')";
const LANGUAGES = "('en', 'hi')";

/** Templates with their versions, messages, and what somebody wants to hear of (NOT-01, NOT-02). */
export class Migration20261128150000 extends Migration {
  override up(): void {
    this.addSql(`
      create table templates (
        id uuid primary key,
        type text not null,
        channel text not null constraint templates_channel check (channel in ${CHANNELS}),
        language text not null constraint templates_language check (language in ${LANGUAGES}),
        subject text,
        body text not null,
        html text,
        variables text[] not null,
        dlt_template_id text,
        version integer not null,
        created_at timestamptz not null,
        created_by uuid references users,
        updated_at timestamptz not null,
        updated_by uuid references users,
        constraint templates_once unique (type, channel, language)
      )`);
    this.addSql('create index templates_created_at on templates (created_at, id)');
    this.addSql('create index templates_created_by on templates (created_by)');
    this.addSql('create index templates_updated_by on templates (updated_by)');

    this.addSql(`
      create table template_versions (
        id uuid primary key,
        template_id uuid not null constraint template_versions_template references templates,
        number integer not null,
        subject text,
        body text not null,
        html text,
        variables text[] not null,
        dlt_template_id text,
        created_at timestamptz not null,
        created_by uuid references users,
        constraint template_versions_once unique (template_id, number)
      )`);
    this.addSql('create index template_versions_created_by on template_versions (created_by)');
    this.addSql(
      'create trigger template_versions_kept before update or delete on template_versions for each row execute function refuse_change()',
    );
    this.addSql(
      'create trigger template_versions_never_emptied before truncate on template_versions for each statement execute function refuse_change()',
    );

    this.addSql(`
      create table notifications (
        id uuid primary key,
        type text not null,
        category text not null constraint notifications_category check (category in ${CATEGORIES}),
        channel text not null constraint notifications_channel check (channel in ${CHANNELS}),
        status text not null constraint notifications_status check (status in ${STATUSES}),
        recipient_type text not null constraint notifications_recipient_type check (recipient_type in ('USER', 'CUSTOMER', 'ADDRESS')),
        recipient_id uuid,
        address text,
        urgent boolean not null,
        event_id uuid,
        entity_id uuid not null,
        service_center_id uuid constraint notifications_service_center references service_centers,
        data jsonb not null,
        reason text,
        deferred_until timestamptz,
        failures integer not null,
        template_id uuid constraint notifications_template references templates,
        template_version integer,
        language text constraint notifications_language check (language in ${LANGUAGES}),
        title text,
        body text,
        read_at timestamptz,
        sent_at timestamptz,
        created_at timestamptz not null,
        constraint notifications_recipient check ((recipient_type = 'ADDRESS') = (recipient_id is null) and (address is null or recipient_id is null)),
        constraint notifications_shown check (channel <> 'IN_APP' or status <> 'delivered' or (title is not null and body is not null))
      )`);
    // An event brings one message of a kind to one recipient by one way, whatever is worked on twice (OUT-02).
    this.addSql(
      'create unique index notifications_once on notifications (event_id, type, channel, recipient_id) where event_id is not null',
    );
    this.addSql(
      "create index notifications_inbox on notifications (recipient_id, created_at desc, id desc) where channel = 'IN_APP' and status = 'delivered'",
    );
    this.addSql(
      "create index notifications_unread on notifications (recipient_id) where channel = 'IN_APP' and status = 'delivered' and read_at is null",
    );
    this.addSql(`create index notifications_waiting on notifications (entity_id, type) where status in ${WAITING}`);
    this.addSql('create index notifications_created_at on notifications (created_at desc, id desc)');
    this.addSql('create index notifications_of_branch on notifications (service_center_id, created_at desc, id desc)');
    this.addSql('create index notifications_template on notifications (template_id)');

    this.addSql(`
      create table broadcasts (
        id uuid primary key,
        category text not null constraint broadcasts_category check (category in ('SERVICE', 'PROMOTION', 'EMERGENCY')),
        audience text not null constraint broadcasts_audience check (audience in ('CUSTOMERS', 'USERS')),
        channels text[] not null,
        service_center_ids uuid[] not null,
        texts jsonb not null,
        recipients integer not null constraint broadcasts_recipients check (recipients > 0),
        started_at timestamptz not null,
        version integer not null,
        created_at timestamptz not null,
        created_by uuid references users,
        updated_at timestamptz not null,
        updated_by uuid references users
      )`);
    this.addSql('create index broadcasts_created_by on broadcasts (created_by)');
    this.addSql('create index broadcasts_updated_by on broadcasts (updated_by)');

    this.addSql(`
      create table notification_preferences (
        owner_type text not null constraint notification_preferences_owner check (owner_type in ('USER', 'CUSTOMER')),
        owner_id uuid not null,
        category text not null constraint notification_preferences_category check (category in ${CATEGORIES}),
        channel text not null constraint notification_preferences_channel check (channel in ${CHANNELS}),
        enabled boolean not null,
        constraint notification_preferences_pkey primary key (owner_type, owner_id, category, channel)
      )`);
  }
}
