import type { New } from '../shared/entity.ts';
import { DomainError, type FieldFault } from '../shared/errors.ts';
import type { PaperLanguage } from '../shared/languages.ts';
import type { Channel } from './channels.ts';
import { kindNamed, type KindName } from './kinds.ts';
import { hasStrayBraces, placesOf } from './template-text.ts';

/** What a template says, and what it says that it inserts (NOT-01). */
export type Wording = {
  /** The subject of a letter, the title of a message in the application; an SMS has none. */
  readonly subject: string | null;
  readonly body: string;
  /** Of a letter, beside its text. */
  readonly html: string | null;
  readonly variables: readonly string[];
  /** The id under which the text of an SMS is registered with the operators (NOT-03). */
  readonly dltTemplateId: string | null;
};

export type TemplateKey = { readonly type: KindName; readonly channel: Channel; readonly language: PaperLanguage };

/** The words of one kind of message, for one way and one language. Each change is a version of its own, and what it was stays. */
export class Template implements Wording {
  readonly id!: string;
  readonly type!: KindName;
  readonly channel!: Channel;
  readonly language!: PaperLanguage;
  subject: string | null = null;
  body!: string;
  html: string | null = null;
  variables: readonly string[] = [];
  dltTemplateId: string | null = null;
  readonly version: number = 1;

  constructor(fields: New<Template, 'id' | 'type' | 'channel' | 'language' | 'body'>) {
    Object.assign(this, fields);
  }
}

/** A template as it was from one change to the next. Written once. */
export class TemplateVersion {
  readonly id!: string;
  readonly templateId!: string;
  readonly number!: number;
  readonly subject: string | null = null;
  readonly body!: string;
  readonly html: string | null = null;
  readonly variables: readonly string[] = [];
  readonly dltTemplateId: string | null = null;
  readonly createdAt!: Date;
  readonly createdBy: string | null = null;

  constructor(fields: New<TemplateVersion, 'id' | 'templateId' | 'number' | 'body' | 'createdAt'>) {
    Object.assign(this, fields);
  }
}

const LONGEST_SMS = 1_000;

type Checked = TemplateKey & Wording;
type Check = (template: Checked) => readonly FieldFault[];

const fault = (field: keyof Wording | keyof TemplateKey, message: string): FieldFault => ({ pointer: `/${field}`, message });
const texts = ['subject', 'body', 'html'] as const;
const placesOfAll = (template: Checked): string[] => [...new Set(texts.flatMap((field) => placesOf(template[field] ?? '')))];
const quoted = (names: readonly string[]): string => names.map((name) => `{{${name}}}`).join(', ');

const checks: readonly Check[] = [
  ({ type, channel }) => (kindNamed(type).channels.includes(channel) ? [] : [fault('channel', `"${type}" does not go by ${channel}.`)]),
  ({ channel, subject }) =>
    channel === 'SMS'
      ? subject === null
        ? []
        : [fault('subject', 'An SMS has no subject.')]
      : subject === null
        ? [fault('subject', 'is missing')]
        : [],
  ({ channel, html }) => (html !== null && channel !== 'EMAIL' ? [fault('html', 'Only letters have HTML.')] : []),
  ({ channel, dltTemplateId }) =>
    dltTemplateId !== null && channel !== 'SMS' ? [fault('dltTemplateId', 'Only an SMS is registered with the operators.')] : [],
  ({ channel, body }) =>
    channel === 'SMS' && body.length > LONGEST_SMS ? [fault('body', `An SMS has at most ${LONGEST_SMS} characters.`)] : [],
  (template) =>
    texts
      .filter((field) => hasStrayBraces(template[field] ?? ''))
      .map((field) => fault(field, 'has braces that are no place for a variable: write {{name}}')),
  (template) =>
    texts.flatMap((field) => {
      const undeclared = placesOf(template[field] ?? '').filter((name) => !template.variables.includes(name));
      return undeclared.length > 0 ? [fault(field, `inserts what is not declared: ${quoted(undeclared)}`)] : [];
    }),
  ({ type, variables }) => {
    const { variables: known } = kindNamed(type);
    const unknown = variables.filter((name) => !known.includes(name));
    return unknown.length > 0 ? [fault('variables', `Nothing gives ${quoted(unknown)}: a message of "${type}" has ${quoted(known)}`)] : [];
  },
  (template) => {
    const missing = (kindNamed(template.type).needs ?? []).filter((name) => !placesOf(template.body).includes(name));
    return missing.length > 0 ? [fault('body', `Without ${quoted(missing)} the message is of no use.`)] : [];
  },
  (template) => {
    const idle = template.variables.filter((name) => !placesOfAll(template).includes(name));
    return idle.length > 0 ? [fault('variables', `are declared and inserted nowhere: ${quoted(idle)}`)] : [];
  },
];

/** @throws DomainError `template.invalid` with every fault */
export const refuseUnfit = (template: Checked): void => {
  const errors = checks.flatMap((check) => check(template));
  if (errors.length > 0) throw new DomainError('template.invalid', 'The template cannot be used as it is.', { errors });
};
