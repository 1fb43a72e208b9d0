import type { Actor } from '../../shared/actor.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Storage, Stored } from '../../shared/storage.ts';
import type { WorkshopReads } from '../../workshop/reads.ts';
import { factsOf } from '../../workshop/use-cases/job-facts.ts';
import { readJobCard } from '../../workshop/use-cases/read-job-cards.ts';
import type { FileLinks } from '../ports.ts';
import type { FileReads, FileRow } from '../reads.ts';
import type { FileKind } from '../stored-file.ts';
import { factsOfFile } from './file-facts.ts';
import { recordWithFiles, type SeeRecord } from './records-with-files.ts';

type Deps = { readonly fileReads: FileReads; readonly seeRecord: SeeRecord };

/** @throws DomainError `entity.absent` for who does not see the record that it belongs to, `access.denied` */
export const readFile =
  ({ fileReads, seeRecord }: Deps) =>
  async (fileId: string, actor: Actor): Promise<FileRow> => {
    const file = await fileReads.uploaded(fileId);
    const { facts } = await recordWithFiles(seeRecord, file.entityType, file.entityId, actor);
    permit(actor, 'file.read', factsOfFile(facts, file.createdBy));
    return file;
  };

/** The files of a job card, newest first. @throws DomainError `entity.absent`, `access.denied` */
export const listAttachments =
  ({ fileReads, workshopReads }: { readonly fileReads: FileReads; readonly workshopReads: WorkshopReads }) =>
  async (jobCardId: string, filter: { readonly kind?: FileKind | undefined }, page: PageRequest, actor: Actor): Promise<Page<FileRow>> => {
    const card = await readJobCard({ workshopReads })(jobCardId, actor);
    permit(actor, 'file.read', factsOf(card));
    return fileReads.ofEntity({ ...filter, entityType: 'JobCard', entityId: card.id }, page);
  };

type Open = {
  readonly fileReads: FileReads;
  readonly storage: Storage;
  readonly fileLinks: FileLinks;
  readonly clock: Clock;
};

/**
 * The content of a file, for whoever holds a link to it: who gave them the link had seen the record a few minutes before.
 * @throws DomainError `file.link_invalid`, `entity.absent`, `service.unavailable`
 */
export const openFile =
  ({ fileReads, storage, fileLinks, clock }: Open) =>
  async (fileId: string, token: string): Promise<FileRow & { readonly stored: Stored }> => {
    fileLinks.verify(fileId, token, clock.now());
    const file = await fileReads.uploaded(fileId);
    return { ...file, stored: await storage.get(file.key) };
  };

const LINK_LASTS_MS = 5 * 60_000;

/** A link to the content of a file, for who may read it: good for five minutes, without a login. */
export const linkToFile =
  ({ fileLinks, clock }: Pick<Open, 'fileLinks' | 'clock'>) =>
  (fileId: string): { readonly token: string; readonly expiresAt: Date } => {
    const expiresAt = new Date(clock.now().getTime() + LINK_LASTS_MS);
    return { token: fileLinks.sign(fileId, expiresAt), expiresAt };
  };
