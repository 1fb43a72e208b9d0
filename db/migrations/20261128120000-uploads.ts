import { Migration } from '@mikro-orm/migrations';

/** Uploads say what they show; and what storage may have without any file that names it is noted down. */
export class Migration20261128120000 extends Migration {
  override up(): void {
    this.addSql(`
      alter table files
        add column kind text constraint files_kind check (kind in ('PHOTO_BEFORE', 'PHOTO_AFTER', 'DOCUMENT', 'INSPECTION')),
        add column caption text constraint files_caption check (length(caption) between 1 and 500)`);
    this.addSql(`
      create table stray_content (
        key text constraint stray_content_pkey primary key,
        clear_after timestamptz not null
      )`);
    this.addSql('create index stray_content_clear_after on stray_content (clear_after)');
  }
}
