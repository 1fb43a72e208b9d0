import type { New } from '../shared/entity.ts';
import { DomainError, type FieldFault } from '../shared/errors.ts';
import type { PaperLanguage } from '../shared/languages.ts';
import type { Category, Channel } from './channels.ts';
import { kinds } from './kinds.ts';
import { hasStrayBraces, placesOf } from './template-text.ts';

/** What a broadcast may be about. */
export const broadcastCategories = ['SERVICE', 'PROMOTION', 'EMERGENCY'] as const satisfies readonly Category[];
export type BroadcastCategory = (typeof broadcastCategories)[number];

export const audiencesOfBroadcasts = ['CUSTOMERS', 'USERS'] as const;
export type BroadcastTo = (typeof audiencesOfBroadcasts)[number];

/** What it says in a language. */
export type BroadcastText = {
  readonly language: PaperLanguage;
  readonly subject: string;
  readonly body: string;
  readonly dltTemplateId: string | null;
};

/** One message to many (NOT-06). */
export class Broadcast {
  readonly id!: string;
  readonly category!: BroadcastCategory;
  readonly to!: BroadcastTo;
  readonly channels!: readonly Channel[];
  /** Those of these branches; all where none is named. */
  readonly serviceCenterIds: readonly string[] = [];
  readonly texts!: readonly BroadcastText[];
  /** How many it was shown to go to. */
  readonly recipients!: number;
  readonly startedAt!: Date;
  readonly version: number = 1;

  constructor(fields: New<Broadcast, 'id' | 'category' | 'to' | 'channels' | 'texts' | 'recipients' | 'startedAt'>) {
    Object.assign(this, fields);
  }

  /** What it says in a language, or in the first one it has. */
  textIn(language: PaperLanguage): BroadcastText {
    return this.texts.find((text) => text.language === language) ?? this.texts[0]!;
  }
}

/** More than these at once is not one broadcast. */
export const MOST_RECIPIENTS = 50_000;

/** So many are told in one transaction. */
export const RECIPIENTS_OF_STEP = 500;

/** How far a broadcast has come. It goes to its recipients in the order of their ids. */
export type BroadcastProgress = {
  /** The last one who was told. */
  readonly upTo: string | null;
  readonly told: number;
  /** Whether everybody was. */
  readonly ended: boolean;
};

type Draft = Pick<Broadcast, 'to' | 'channels' | 'texts'>;

const unknownPlaces = ({ subject, body }: BroadcastText): string[] =>
  [...placesOf(subject), ...placesOf(body)].filter((name) => !(kinds.broadcast.variables as readonly string[]).includes(name));

const faultsOf = ({ to, channels, texts }: Draft): FieldFault[] => [
  ...(to === 'CUSTOMERS' && channels.includes('IN_APP')
    ? [{ pointer: '/channels', message: 'Customers have no inbox in the application.' }]
    : []),
  ...(new Set(texts.map(({ language }) => language)).size < texts.length ? [{ pointer: '/texts', message: 'has a language twice' }] : []),
  ...texts.flatMap((text, index) =>
    unknownPlaces(text).map((name) => ({
      pointer: `/texts/${index}/body`,
      message: `nothing gives {{${name}}}; a broadcast has {{name}}`,
    })),
  ),
  ...texts.flatMap((text, index) =>
    hasStrayBraces(text.subject) || hasStrayBraces(text.body)
      ? [{ pointer: `/texts/${index}/body`, message: 'has braces that are no place for a variable: write {{name}}' }]
      : [],
  ),
];

/** @throws DomainError `request.invalid` with every fault */
export const refuseUnfitBroadcast = (draft: Draft): void => {
  const errors = faultsOf(draft);
  if (errors.length > 0) throw new DomainError('request.invalid', 'The broadcast cannot go out like this.', { errors });
};
