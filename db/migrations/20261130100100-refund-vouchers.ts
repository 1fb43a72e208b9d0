import { Migration } from '@mikro-orm/migrations';

/** The voucher of an advance that went back (CGST Rule 51), in a series of its own (TAX-09). */
export class Migration20261130100100 extends Migration {
  override up(): void {
    this.addSql(`
      alter table refunds
        add column voucher_number text,
        add column gstin text,
        add column series_prefix text,
        add column financial_year integer,
        add column voucher jsonb,
        add constraint refunds_voucher_whole check (num_nonnulls(voucher_number, gstin, series_prefix, financial_year, voucher) in (0, 5)),
        add constraint refunds_voucher_of_what_went_back check (voucher_number is null or (status = 'succeeded' and credit_note_id is null))`);
    this.addSql(`create unique index refunds_voucher_unique on refunds (gstin, financial_year, upper(voucher_number))`);
    this.addSql(`
      create trigger refunds_voucher_frozen before update of voucher_number, gstin, series_prefix, financial_year, voucher on refunds
      for each row when (old.voucher_number is not null
        and (new.voucher_number, new.gstin, new.series_prefix, new.financial_year, new.voucher)
          is distinct from (old.voucher_number, old.gstin, old.series_prefix, old.financial_year, old.voucher))
      execute function refuse_change()`);
  }
}
