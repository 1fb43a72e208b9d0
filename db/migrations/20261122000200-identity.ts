import { Migration } from '@mikro-orm/migrations';

/** Branches, who works there, and their sessions. */
export class Migration20261122000200 extends Migration {
  override up(): void {
    this.addSql(`
      create table users (
        id uuid primary key,
        email text not null,
        phone text,
        password text not null,
        first_name text not null,
        last_name text,
        role text not null constraint users_role check (role in
          ('SUPER_ADMIN', 'ADMIN', 'CALL_CENTER', 'SERVICE_ADVISOR', 'SC_MANAGER', 'SC_STAFF', 'SERVICE_ENGINEER')),
        status text not null constraint users_status check (status in ('ACTIVE', 'INACTIVE', 'SUSPENDED')),
        token_version integer not null,
        locale text not null,
        last_login_at timestamptz,
        password_changed_at timestamptz,
        locked_until timestamptz,
        version integer not null,
        created_at timestamptz not null,
        created_by uuid references users,
        updated_at timestamptz not null,
        updated_by uuid references users,
        constraint users_phone_unique unique (phone)
      )`);
    this.addSql(`create unique index users_email_unique on users (lower(email))`);
    this.addSql(`create index users_role_index on users (role)`);
    this.addSql(`create index users_status_index on users (status)`);
    this.addSql(`create index users_created_by on users (created_by)`);
    this.addSql(`create index users_updated_by on users (updated_by)`);

    this.addSql(`
      create table service_centers (
        id uuid primary key,
        name text not null,
        code text not null constraint service_centers_code_unique unique
          constraint service_centers_code check (code ~ '^[A-Z0-9]{2,10}$'),
        legal_name text not null,
        address text not null,
        city text not null,
        state text not null,
        state_code text not null,
        pincode text not null,
        gst_number text not null constraint service_centers_gstin_state check (left(gst_number, 2) = state_code),
        invoice_prefix text not null,
        pan_number text,
        phone text,
        email text,
        status text not null constraint service_centers_status check (status in ('ACTIVE', 'INACTIVE', 'MAINTENANCE')),
        capacity integer constraint service_centers_capacity check (capacity > 0),
        service_radius_km numeric(8, 2),
        home_service_enabled boolean not null,
        latitude numeric(9, 6),
        longitude numeric(9, 6),
        bank_name text,
        bank_account text,
        bank_ifsc text,
        upi_id text,
        branding jsonb not null,
        service_types text[] not null,
        version integer not null,
        created_at timestamptz not null,
        created_by uuid references users,
        updated_at timestamptz not null,
        updated_by uuid references users
      )`);
    this.addSql(`create index service_centers_status_index on service_centers (status)`);
    this.addSql(`create index service_centers_city on service_centers (city)`);
    this.addSql(`create index service_centers_created_by on service_centers (created_by)`);
    this.addSql(`create index service_centers_updated_by on service_centers (updated_by)`);

    this.addSql(`
      create table service_center_assignments (
        id uuid primary key,
        user_id uuid not null references users,
        service_center_id uuid not null references service_centers,
        assigned_at timestamptz not null,
        assigned_by uuid references users,
        constraint service_center_assignments_unique unique (user_id, service_center_id)
      )`);
    this.addSql(`create index service_center_assignments_branch on service_center_assignments (service_center_id)`);
    this.addSql(`create index service_center_assignments_by on service_center_assignments (assigned_by)`);

    this.addSql(`
      create table sessions (
        id uuid primary key,
        user_id uuid not null references users,
        family uuid not null,
        predecessor_id uuid references sessions,
        refresh_token_hash text not null constraint sessions_refresh_token_unique unique,
        ip_address text,
        user_agent text,
        expires_at timestamptz not null,
        last_used_at timestamptz,
        revoked_at timestamptz,
        version integer not null,
        created_at timestamptz not null,
        created_by uuid,
        updated_at timestamptz not null,
        updated_by uuid
      )`);
    this.addSql(`create index sessions_user on sessions (user_id)`);
    this.addSql(`create index sessions_family on sessions (family)`);
    this.addSql(`create index sessions_predecessor on sessions (predecessor_id)`);
    this.addSql(`create index sessions_expiry on sessions (expires_at)`);
  }
}
