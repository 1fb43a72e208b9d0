import { recordsWithFiles } from '@dms/domain/files/use-cases/records-with-files';
import { fileKinds } from '@dms/domain/files/stored-file';
import { uploadTypes } from '@dms/domain/files/upload-rules';
import { Type } from '@sinclair/typebox';
import { Enumeration, InstantText, Nullable, Page, pageQuery, FormFile, Uuid, Words } from '../schemas.ts';

const Kind = Enumeration(fileKinds, { description: 'What it shows.', examples: ['PHOTO_BEFORE'] });
const Caption = Words(500, { examples: ['Scratch on the left rear door'] });
const Upload = FormFile(
  uploadTypes,
  'JPEG, PNG, WebP, HEIC or PDF of at most 10 MB, told by its content. Of JPEG, PNG and WebP the picture alone is kept.',
);

const about = { kind: Type.Optional(Kind), caption: Type.Optional(Caption) };

export const AddFile = Type.Object({
  file: Upload,
  entityType: Type.String({
    pattern: '^[A-Za-z_-]{1,40}$',
    description: `What it belongs to: ${recordsWithFiles.join(', ')}.`,
    examples: ['JobCard'],
    'x-refusal': 'must be the name of a kind of record',
  }),
  entityId: Uuid,
  ...about,
});

export const AddAttachment = Type.Object({ file: Upload, ...about });

export const FileBody = Type.Object(
  {
    id: Uuid,
    name: Type.String({ examples: ['left-rear-door.jpg'] }),
    contentType: Enumeration(uploadTypes, { examples: ['image/jpeg'] }),
    size: Type.Integer({ minimum: 0, description: 'Bytes of what is kept.', examples: [482113] }),
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'Of what is kept.', examples: ['9f'.repeat(32)] }),
    entityType: Type.String({ examples: ['JobCard'] }),
    entityId: Uuid,
    serviceCenterId: Nullable(Uuid),
    kind: Nullable(Kind),
    caption: Nullable(Caption),
    createdAt: InstantText,
    createdBy: Nullable(Uuid),
    downloadUrl: Type.String({
      format: 'uri-reference',
      description: 'A signed link to the content, which needs no login.',
      examples: ['/files/019aaf7e-5c00-7cc4-8d3e-2f6a1b9c0d11/download?token=1764000300.c2lnbmVk'],
    }),
    downloadExpiresAt: InstantText,
  },
  { $id: 'File' },
);

export const FilePage = Page(FileBody);
export const AttachmentQuery = pageQuery(['-createdAt'], { kind: Type.Optional(Kind) });

export const DownloadQuery = Type.Object({
  token: Type.String({ minLength: 1, maxLength: 100, description: 'Of `downloadUrl`.', examples: ['1764000300.c2lnbmVk'] }),
});
