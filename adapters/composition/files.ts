import type { SettingEntry } from '@dms/domain/configuration/ports';
import type { FileLinks, FileTypes, StrayContent } from '@dms/domain/files/ports';
import type { FileReads } from '@dms/domain/files/reads';
import { addFile } from '@dms/domain/files/use-cases/add-file';
import { clearStrays } from '@dms/domain/files/use-cases/clear-strays';
import { deleteFile } from '@dms/domain/files/use-cases/delete-file';
import { findOrphans } from '@dms/domain/files/use-cases/find-orphans';
import { linkToFile, listAttachments, openFile, readFile } from '@dms/domain/files/use-cases/read-files';
import { discardUnclaimed, receiveFile } from '@dms/domain/files/use-cases/receive-file';
import { seeingIn, type SeeRecord } from '@dms/domain/files/use-cases/records-with-files';
import { sniffedTypes } from '../files/sniffed-types.ts';
import type { planAggregates } from '../postgres/aggregate-store.ts';
import { postgresStrayContent } from '../postgres/files.ts';
import { glance } from '../postgres/glance.ts';
import { postgresFileReads } from '../postgres/reads/files.ts';
import { translated } from '../postgres/faults.ts';
import { translating } from '../postgres/translating.ts';
import { signedFileLinks } from '../security/signed-file-links.ts';
import type { Foundation } from './foundation.ts';

type Glancing = Foundation & { readonly plans: ReturnType<typeof planAggregates>; readonly deployed: readonly SettingEntry[] };

export const files = {
  fileReads: ({ database }: Foundation): FileReads => translating(postgresFileReads(database.pool)),
  strayContent: ({ database }: Foundation): StrayContent => translating(postgresStrayContent(database)),
  fileTypes: (): FileTypes => sniffedTypes,
  fileLinks: ({ config }: Foundation): FileLinks => signedFileLinks(config.auth),
  seeRecord:
    (deps: Glancing): SeeRecord =>
    (type, id, actor) =>
      seeingIn(glance(deps))(type, id, actor).catch((error: unknown) => {
        throw translated(error);
      }),
  receiveFile,
  discardUnclaimed,
  addFile,
  readFile,
  listAttachments,
  openFile,
  linkToFile,
  deleteFile,
  clearStrays,
  findOrphans,
};
