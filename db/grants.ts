import type { Client } from 'pg';

/** Written once: the application's role may add and read, nothing else. Triggers stand behind it for everybody. */
export const appendOnly = [
  'audit_logs',
  'audit_archives',
  'stock_movements',
  'lost_demand',
  'goods_receipts',
  'goods_receipt_lines',
  'stock_adjustments',
  'job_estimate_lines',
  'job_card_transitions',
  'time_corrections',
  'gate_passes',
  'job_attributions',
  'job_inspections',
  'job_inspection_items',
  'invoice_lines',
  'invoice_write_offs',
  'former_due_dates',
  'payment_allocations',
  'credit_note_lines',
  'credit_note_applications',
  'payment_reminders',
  'payment_callbacks',
  'e_invoices',
  'stock_transfer_transitions',
  'warranty_terms',
  'warranty_claim_transitions',
  'template_versions',
  'customer_occasions',
  'broadcasts',
  'former_plates',
  'legacy_services',
  'opening_stock',
  'odometer_readings',
];

/** Nothing statutory is ever deleted. */
export const neverDeleted = [
  'invoices',
  'billed_shares',
  'credit_notes',
  'payments',
  'refunds',
  'cash_by_person',
  'cash_by_source',
  'job_cards',
  'service_reminders',
  'customers',
  'vehicles',
  'customer_contacts',
  'vehicle_ownerships',
  'users',
  'service_centers',
  'parts',
  'stock_serials',
  'stock_counts',
  'stock_count_lines',
  'stock_transfers',
  'stock_transfer_items',
  'stock_transfer_variances',
  'warranties',
  'warranty_claims',
  'number_series',
  'audit_lanes',
  'audit_anchoring',
  'feed_floors',
  'approvals',
  'approval_delegations',
  'limit_uses',
  'templates',
  'webhooks',
  'notification_preferences',
];

/** What nobody but the maintenance role adds to: once it is there, rows of the audit trail may leave the database. */
export const notAddedTo = ['audit_archives'];

/** What migrations alone write. */
export const writtenByMigrations = ['probe_shapes', 'mikro_orm_migrations'];

/** Gives the application's role what it needs on the present tables, and takes what it must not have. */
export const grantApplication = async (client: Client, appRole: string): Promise<void> => {
  const role = client.escapeIdentifier(appRole);
  await client.query(`
    grant usage on schema public to ${role};
    grant select, insert, update, delete on all tables in schema public to ${role};
    grant usage, select on all sequences in schema public to ${role};
    revoke update, delete on ${appendOnly.join(', ')} from ${role};
    grant update (tax_rate, treatment, cgst, sgst, igst) on invoice_lines to ${role};
    revoke delete on ${neverDeleted.join(', ')} from ${role};
    revoke delete on tax_rates from ${role};
    revoke all on function next_number(text) from public;
    grant execute on function next_number(text) to ${role};
    revoke insert on ${notAddedTo.join(', ')} from ${role};
    revoke insert, update, delete on ${writtenByMigrations.join(', ')} from ${role}`);
};

/** Gives the maintenance role what the application has, and that it takes out of the audit trail what is in storage (RET-01). */
export const grantMaintenance = async (client: Client, maintenanceRole: string): Promise<void> => {
  await grantApplication(client, maintenanceRole);
  const role = client.escapeIdentifier(maintenanceRole);
  await client.query(`grant insert on ${notAddedTo.join(', ')} to ${role}; grant delete on audit_logs to ${role}`);
};
