import { Readable } from 'node:stream';
import type { FileRow } from '@dms/domain/files/reads';
import { Type } from '@sinclair/typebox';
import { created, noContent, ok, stream } from '../answers.ts';
import { route, type RoutesOf } from '../route.ts';
import { ById, FileOf } from '../schemas.ts';
import { AddAttachment, AddFile, AttachmentQuery, DownloadQuery, FileBody, FilePage } from './schemas.ts';

const tags = ['files'] as const;

/** Links to content are good for minutes: an answer that has one is not kept. */
const NOT_KEPT = 'no-store';

const keptOfPictures =
  'Of a JPEG, PNG or WebP the picture alone is kept, as it is coded and turned as it was: Exif, GPS, XMP, IPTC, comments and what lies behind its end are left out, and `size` and `sha256` are of what is kept. HEIC and PDF are kept as they come. A record has at most as many files as the setting `files.most-per-record` says.';

/** Files of records, and of job cards in particular (FIL-01). */
export const filesRoutes: RoutesOf = ({ addFile, readFile, openFile, deleteFile, listAttachments, linkToFile }) => {
  const present = (file: FileRow) => {
    const { token, expiresAt } = linkToFile(file.id);
    return { ...file, downloadUrl: `/files/${file.id}/download?token=${token}`, downloadExpiresAt: expiresAt };
  };
  const added = (file: FileRow) => created(`/files/${file.id}`, present(file));

  return [
    route({
      method: 'POST',
      url: '/files',
      permission: 'file.add',
      operationId: 'addFile',
      summary: 'Gives a record a file',
      description: `It is seen by who sees the record. With an Idempotency-Key the same file, by its content, is added once. ${keptOfPictures}`,
      tags,
      body: AddFile,
      form: true,
      answers: { 201: FileBody },
      refuses: ['entity.absent', 'file.too_many'],
      handle: async ({ body, actor }) => added(await addFile(body, actor)),
    }),
    route({
      method: 'GET',
      url: '/files/:id',
      permission: 'file.read',
      operationId: 'readFile',
      summary: 'What is known of a file, with a link to its content that is good for five minutes',
      tags,
      params: ById,
      answers: { 200: FileBody },
      cache: NOT_KEPT,
      handle: async ({ params, actor }) => ok(present(await readFile(params.id, actor))),
    }),
    route({
      method: 'GET',
      url: '/files/:id/download',
      permission: 'public',
      operationId: 'downloadFile',
      summary: 'The content of a file, for whoever holds a link to it',
      tags,
      params: ById,
      query: DownloadQuery,
      answers: { 200: FileOf('application/octet-stream') },
      refuses: ['file.link_invalid'],
      handle: async ({ params, query }) => {
        const { contentType, name, sha256, size, stored } = await openFile(params.id, query.token);
        return stream(contentType, Readable.from(stored.content), { name, sha256, size, saved: true });
      },
    }),
    route({
      method: 'DELETE',
      url: '/files/:id',
      permission: 'file.delete',
      operationId: 'deleteFile',
      summary: 'Takes a file from its record',
      tags,
      params: ById,
      answers: { 204: Type.Null() },
      refuses: ['record.referenced'],
      handle: async ({ params, actor }) => {
        await deleteFile(params.id, actor);
        return noContent();
      },
    }),
    route({
      method: 'POST',
      url: '/job-cards/:id/attachments',
      permission: 'file.add',
      operationId: 'addAttachment',
      summary: 'Gives a job card a photo or paper',
      description: keptOfPictures,
      tags,
      params: ById,
      body: AddAttachment,
      form: true,
      answers: { 201: FileBody },
      refuses: ['file.too_many'],
      handle: async ({ params, body, actor }) => added(await addFile({ ...body, entityType: 'JobCard', entityId: params.id }, actor)),
    }),
    route({
      method: 'GET',
      url: '/job-cards/:id/attachments',
      permission: 'file.read',
      operationId: 'listAttachments',
      summary: 'The photos and papers of a job card, newest first',
      tags,
      params: ById,
      query: AttachmentQuery,
      answers: { 200: FilePage },
      cache: NOT_KEPT,
      handle: async ({ params, query: { limit, cursor, sort, count, ...filter }, actor }) => {
        const { data, page } = await listAttachments(params.id, filter, { limit, cursor, sort, count }, actor);
        return ok({ data: data.map(present), page });
      },
    }),
  ];
};
