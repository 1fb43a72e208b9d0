import type { Readable } from 'node:stream';
import multipart, { type MultipartFile } from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest, onSendAsyncHookHandler, preValidationAsyncHookHandler } from 'fastify';
import { DomainError } from '@dms/domain/shared/errors';
import { MOST_UPLOAD_BYTES } from '@dms/domain/files/upload-rules';
import type { Cradle } from '../adapters/container.ts';
import { invalid, refuseUnstorableFields } from './validation.ts';

/** The one part of a form that is a file. */
const FILE = 'file';
const MOST_FIELDS = 20;
const LONGEST_FIELD_BYTES = 10_000;

/** A form with a file is a form with a file and nothing else. It is read part by part, as it comes. */
export async function acceptForms(app: FastifyInstance): Promise<void> {
  app.removeAllContentTypeParsers();
  await app.register(multipart, {
    throwFileSizeLimit: false, // one byte more than may be is let through, and refused by whoever counts
    limits: {
      fileSize: MOST_UPLOAD_BYTES + 1,
      fields: MOST_FIELDS,
      parts: MOST_FIELDS + 2,
      fieldSize: LONGEST_FIELD_BYTES,
      fieldNameSize: 100,
      headerPairs: 100,
    },
  });
}

/** The hooks of a route that takes a file: one receives it before the form is validated, the other clears away what nobody claimed. */
export const forms = ({ receiveFile, discardUnclaimed, logger }: Pick<Cradle, 'receiveFile' | 'discardUnclaimed' | 'logger'>) => {
  const received = new WeakMap<FastifyRequest, string>();

  const receive = async (request: FastifyRequest): Promise<Record<string, unknown>> => {
    const form: Record<string, unknown> = {};
    for await (const part of partsOf(request)) {
      if (part.type === 'field') {
        // A text is none, and least of all one that says which content of others it would like to be.
        if (part.fieldname === FILE) throw invalid([{ pointer: '/file', message: 'must be a file', in: 'body' }]);
        if (part.valueTruncated) throw invalid([{ pointer: `/${part.fieldname}`, message: 'is too long', in: 'body' }]);
        form[part.fieldname] = part.fieldname in form ? [form[part.fieldname], part.value].flat() : part.value;
        continue;
      }
      if (part.fieldname !== FILE || received.has(request)) throw unexpectedFile(part);
      const file = await receiveFile({ name: nameOf(part), content: contentOf(part.file) });
      received.set(request, file.key);
      form[FILE] = file;
    }
    refuseUnstorableFields(form);
    return form;
  };

  const onForm: preValidationAsyncHookHandler = async (request) => {
    if (!request.isMultipart()) return;
    try {
      request.body = await receive(request);
    } catch (error) {
      drain(request);
      throw error;
    }
  };

  const onAnswer: onSendAsyncHookHandler = async (request) => {
    const key = received.get(request);
    if (key === undefined) return;
    received.delete(request);
    if (!(await discardUnclaimed(key))) logger.warn({ requestId: request.id }, 'What an upload left is for the nightly sweep');
  };

  return { onForm, onAnswer };
};

/** Whoever sends bytes without calling them anything sends a file, too. */
const nameOf = ({ filename }: { readonly filename: string | undefined }): string => filename ?? '';

const unexpectedFile = ({ fieldname }: MultipartFile): DomainError =>
  invalid([{ pointer: `/${fieldname}`, message: fieldname === FILE ? 'must be one file' : 'is not a field for a file', in: 'body' }]);

const malformed = (): DomainError =>
  new DomainError('request.malformed', 'The form cannot be read: it broke off, or is no multipart/form-data.');

/** Only what is thrown by the parser itself is a fault of the form. */
async function* partsOf(request: FastifyRequest) {
  const parts = request.parts();
  for (;;) {
    const next = await parts.next().catch(() => {
      throw malformed();
    });
    if (next.done) return;
    yield next.value;
  }
}

async function* contentOf(file: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* file as AsyncIterable<Uint8Array>;
  } catch {
    throw malformed();
  }
}

/** Whoever is still sending hears the answer only when they are done, or when their time is over. */
const drain = ({ raw }: FastifyRequest): void => {
  raw.unpipe();
  raw.resume();
};
