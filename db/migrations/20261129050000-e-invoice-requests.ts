import { Migration } from '@mikro-orm/migrations';

/** Documents that the portal was asked to register and whose answer is not known: until it is, none of them is cancelled (TAX-12). */
export class Migration20261129050000 extends Migration {
  override up(): void {
    this.addSql(`create table e_invoice_requests (document_id uuid primary key, asked_at timestamptz not null)`);
  }
}
