import { Migration } from '@mikro-orm/migrations';

/** IMP-01: stock, receivables and services from before the books began here. */
export class Migration20261128140100 extends Migration {
  override up(): void {
    this.addSql(`
      create table legacy_services (
        id uuid primary key,
        vehicle_id uuid not null constraint legacy_services_vehicle references vehicles on delete restrict,
        service_center_id uuid constraint legacy_services_service_center references service_centers on delete restrict,
        served_on date not null,
        number text,
        service_type text,
        summary text,
        odometer integer constraint legacy_services_odometer check (odometer >= 0),
        total_amount bigint constraint legacy_services_total check (total_amount >= 0),
        created_at timestamptz not null,
        created_by uuid constraint legacy_services_created_by references users on delete restrict
      )`);
    this.addSql(`create unique index legacy_services_once on legacy_services (vehicle_id, served_on, coalesce(number, ''))`);
    this.addSql('create index legacy_services_service_center_fk on legacy_services (service_center_id)');
    this.addSql('create index legacy_services_created_by_fk on legacy_services (created_by)');
    this.addSql(
      `create trigger legacy_services_kept before update or delete on legacy_services for each row execute function refuse_change()`,
    );

    this.addSql(`
      create table opening_stock (
        service_center_id uuid not null constraint opening_stock_service_center references service_centers on delete restrict,
        part_id uuid not null constraint opening_stock_part references parts on delete restrict,
        quantity numeric(14, 3) not null constraint opening_stock_quantity check (quantity > 0),
        unit_cost bigint not null constraint opening_stock_unit_cost check (unit_cost >= 0),
        receipt_id uuid not null constraint opening_stock_receipt references goods_receipts on delete restrict,
        constraint opening_stock_once primary key (part_id, service_center_id)
      )`);
    this.addSql('create index opening_stock_service_center_fk on opening_stock (service_center_id)');
    this.addSql('create index opening_stock_receipt_fk on opening_stock (receipt_id)');
    this.addSql(`create trigger opening_stock_kept before update or delete on opening_stock for each row execute function refuse_change()`);

    this.addSql('alter table invoices drop constraint invoices_kind');
    this.addSql(`
      alter table invoices add constraint invoices_kind
        check (kind in ('INVOICE', 'CREDIT_NOTE', 'DEBIT_NOTE', 'CHALLAN', 'RECEIPT', 'OPENING')) not valid`);
    this.addSql('alter table invoices validate constraint invoices_kind');
    this.addSql(`
      alter table invoices add constraint invoices_opening_untaxed
        check (kind <> 'OPENING' or (tax = 0 and source_type = 'opening' and customer_id is not null)) not valid`);
    this.addSql('alter table invoices validate constraint invoices_opening_untaxed');
  }
}
