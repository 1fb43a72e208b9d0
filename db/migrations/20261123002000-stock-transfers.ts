import { Migration } from '@mikro-orm/migrations';

/** Stock on its way between branches, what came short or damaged of it, and the paper it travels with. */
export class Migration20261123002000 extends Migration {
  override up(): void {
    this.addSql(`
      create table stock_transfers (
        id uuid primary key,
        transfer_number text not null constraint stock_transfers_number_unique unique,
        from_service_center_id uuid not null references service_centers,
        to_service_center_id uuid not null references service_centers,
        maker_service_center_id uuid references service_centers,
        status text not null constraint stock_transfers_status check (status in
          ('draft', 'pending', 'approved', 'in_transit', 'partially_received', 'received', 'rejected', 'cancelled', 'recalled')),
        urgency text not null constraint stock_transfers_urgency check (urgency in ('LOW', 'NORMAL', 'HIGH', 'URGENT')),
        reason text not null,
        requested_by uuid references users,
        requested_at timestamptz not null,
        approved_by uuid references users,
        approved_at timestamptz,
        approved_value bigint constraint stock_transfers_approved_value check (approved_value >= 0),
        approved_in_own_right boolean,
        dispatched_by uuid references users,
        dispatched_at timestamptz,
        vehicle_number text,
        transporter text,
        received_at timestamptz,
        document_kind text constraint stock_transfers_document_kind check (document_kind in ('CHALLAN', 'INVOICE')),
        document_number text constraint stock_transfers_document_form check (document_number ~ '^[a-zA-Z1-9][a-zA-Z0-9/-]{0,15}$'),
        document_date date,
        gstin text,
        series_prefix text,
        financial_year integer,
        invoice_id uuid constraint stock_transfers_invoice_unique unique references invoices,
        challan jsonb,
        version integer not null,
        created_at timestamptz not null,
        created_by uuid references users,
        updated_at timestamptz not null,
        updated_by uuid references users,
        constraint stock_transfers_two_branches check (from_service_center_id <> to_service_center_id),
        constraint stock_transfers_of_a_side check (maker_service_center_id in (from_service_center_id, to_service_center_id)),
        -- ACC-02, behind the policy.
        constraint stock_transfers_approved_by_another check (approved_by <> requested_by),
        constraint stock_transfers_paper_complete check (
          (document_kind is null and document_number is null and document_date is null and gstin is null and series_prefix is null
            and financial_year is null and invoice_id is null and challan is null)
          or (document_number is not null and document_date is not null and gstin is not null and series_prefix is not null
            and financial_year is not null and (document_kind = 'CHALLAN') = (challan is not null)
            and (document_kind = 'INVOICE') = (invoice_id is not null))),
        -- TRF-02: nothing is on the road without its paper.
        constraint stock_transfers_no_paper_no_road check (
          (status in ('in_transit', 'partially_received', 'received', 'recalled')) = (document_kind is not null))
      )`);
    // TAX-09: unique under a GSTIN, by kind and financial year, without regard to case.
    this.addSql(`
      create unique index stock_transfers_document_unique on stock_transfers (gstin, document_kind, financial_year, upper(document_number))
      where document_number is not null`);
    this.addSql(`create index stock_transfers_from on stock_transfers (from_service_center_id, created_at desc, id desc)`);
    this.addSql(`create index stock_transfers_to on stock_transfers (to_service_center_id, created_at desc, id desc)`);
    this.addSql(`create index stock_transfers_all on stock_transfers (created_at desc, id desc)`);
    this.addSql(`create index stock_transfers_maker on stock_transfers (maker_service_center_id)`);
    this.addSql(`create index stock_transfers_requested_by on stock_transfers (requested_by)`);
    this.addSql(`create index stock_transfers_approved_by on stock_transfers (approved_by, approved_at)`);
    this.addSql(`create index stock_transfers_dispatched_by on stock_transfers (dispatched_by)`);
    this.addSql(`create index stock_transfers_created_by on stock_transfers (created_by)`);
    this.addSql(`create index stock_transfers_updated_by on stock_transfers (updated_by)`);
    this.addSql(`
      create trigger stock_transfers_paper_frozen before update of document_kind, document_number, document_date, gstin, series_prefix,
        financial_year, invoice_id, challan
      on stock_transfers for each row when (old.document_number is not null) execute function refuse_change()`);
    this.addSql(`create trigger stock_transfers_kept before delete on stock_transfers for each row execute function refuse_change()`);

    this.addSql(`
      create table stock_transfer_items (
        id uuid primary key,
        transfer_id uuid not null references stock_transfers,
        position integer not null,
        part_id uuid not null references parts,
        sku text not null,
        description text not null,
        quantity numeric(14, 3) not null constraint stock_transfer_items_quantity check (quantity > 0),
        in_transit numeric(14, 3) not null,
        received numeric(14, 3) not null,
        returned numeric(14, 3) not null,
        written_off numeric(14, 3) not null,
        short numeric(14, 3) not null,
        damaged numeric(14, 3) not null,
        dispatched_value bigint not null,
        transit_value bigint not null,
        received_value bigint not null,
        returned_value bigint not null,
        written_off_value bigint not null,
        constraint stock_transfer_items_position_unique unique (transfer_id, position),
        constraint stock_transfer_items_part_unique unique (transfer_id, part_id),
        constraint stock_transfer_items_not_negative check (
          least(in_transit, received, returned, written_off, short, damaged) >= 0 and
          least(dispatched_value, transit_value, received_value, returned_value, written_off_value) >= 0),
        -- TRF-01: what was sent is on the road, received, returned or written off, to the thousandth and to the paisa.
        constraint stock_transfer_items_nothing_lost check (
          in_transit + received + returned + written_off in (0, quantity) and
          transit_value + received_value + returned_value + written_off_value = dispatched_value)
      )`);
    this.addSql(`create index stock_transfer_items_part on stock_transfer_items (part_id)`);

    this.addSql(`
      create table stock_transfer_variances (
        id uuid primary key,
        transfer_id uuid not null references stock_transfers,
        line_id uuid not null references stock_transfer_items,
        part_id uuid not null references parts,
        kind text not null constraint stock_transfer_variances_kind check (kind in ('SHORT', 'DAMAGED')),
        quantity numeric(14, 3) not null constraint stock_transfer_variances_quantity check (quantity > 0),
        reported_by uuid references users,
        reported_at timestamptz not null,
        outcome text constraint stock_transfer_variances_outcome check (outcome in ('WRITTEN_OFF', 'FOUND', 'RETURNED')),
        note text,
        decided_by uuid references users,
        decided_at timestamptz,
        constraint stock_transfer_variances_decided check ((outcome is null) = (decided_at is null))
      )`);
    this.addSql(`create index stock_transfer_variances_transfer on stock_transfer_variances (transfer_id)`);
    this.addSql(`create index stock_transfer_variances_line on stock_transfer_variances (line_id)`);
    this.addSql(`create index stock_transfer_variances_part on stock_transfer_variances (part_id)`);
    this.addSql(`create index stock_transfer_variances_reported_by on stock_transfer_variances (reported_by)`);
    this.addSql(`create index stock_transfer_variances_decided_by on stock_transfer_variances (decided_by)`);
    this.addSql(`
      create trigger stock_transfer_variances_decided_once before update on stock_transfer_variances
      for each row when (old.outcome is not null) execute function refuse_change()`);

    this.addSql(`
      create table stock_transfer_transitions (
        id uuid primary key,
        transfer_id uuid not null references stock_transfers,
        event text not null,
        from_status text not null,
        to_status text not null,
        reason text,
        moved_by uuid references users,
        moved_at timestamptz not null
      )`);
    this.addSql(`create index stock_transfer_transitions_transfer on stock_transfer_transitions (transfer_id)`);
    this.addSql(`create index stock_transfer_transitions_moved_by on stock_transfer_transitions (moved_by)`);
    this.addSql(`
      create trigger stock_transfer_transitions_append_only before update or delete on stock_transfer_transitions
      for each row execute function refuse_change()`);
  }
}
