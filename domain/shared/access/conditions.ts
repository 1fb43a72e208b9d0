import type { Facts } from './facts.ts';
import { targets, type ActionName } from './matrix.ts';

/** The individual who asks. Left out where the question is what a role could do, whoever has it. */
export type Person = { readonly userId: string | null; readonly covers: (serviceCenterId: string) => boolean };

export type Inquiry = {
  readonly facts: Facts;
  readonly person: Person | undefined;
  /** Whether the asker could do, with the same facts, the action named. */
  readonly could: (action: ActionName) => boolean | undefined;
};

export type Condition = {
  /** Ends the sentence "… may do this only when". */
  readonly needs: string;
  readonly rule?: string;
  /** Undefined when the facts do not tell. */
  readonly holds: (inquiry: Inquiry) => boolean | undefined;
};

/** Asks of one fact, which may be unknown. */
const known =
  <K extends keyof Facts>(key: K, holds: (fact: NonNullable<Facts[K]>) => boolean) =>
  (inquiry: Inquiry): boolean | undefined => {
    const fact = inquiry.facts[key];
    return fact === undefined || fact === null ? undefined : holds(fact);
  };

const targetOf = (note: keyof typeof targets, needs: string): Condition => ({
  needs,
  holds: known('targetRoles', (roles) => roles.length > 0 && roles.every((role) => (targets[note] as readonly string[]).includes(role))),
});

const sectionOf = (...sections: readonly string[]): Condition => ({
  needs: `it concerns ${sections.join(' or ')}`,
  holds: known('section', (section) => sections.includes(section)),
});

const sourceOf = (source: Facts['source'], needs: string): Condition => ({ needs, holds: known('source', (actual) => actual === source) });

type Transfer = NonNullable<Facts['transfer']>;

const onSide = (needs: string, sideOf: (transfer: Transfer) => string | undefined): Condition => ({
  needs,
  rule: 'ACC-05',
  holds: ({ facts: { transfer }, person }) => {
    if (!transfer || !person) return undefined;
    const side = sideOf(transfer);
    return side === undefined || person.covers(side);
  },
});

const otherSide = ({ fromServiceCenterId, toServiceCenterId, makerServiceCenterId }: Transfer): string | undefined => {
  if (makerServiceCenterId === null) return undefined;
  return makerServiceCenterId === fromServiceCenterId ? toServiceCenterId : fromServiceCenterId;
};

const takesItThemselves = ({ facts: { assigneeId, selfAssignAllowed }, person }: Inquiry): boolean | undefined => {
  if (selfAssignAllowed === false) return false;
  if (!person || assigneeId === undefined || selfAssignAllowed === undefined) return undefined;
  return assigneeId === person.userId;
};

/** What the notes of the matrix and its laws demand, under the words in which the matrix writes them. */
export const conditions = {
  'not SA': targetOf('not SA', 'the user concerned is no super administrator'),
  '≤AD': targetOf('≤AD', 'the user concerned is, and becomes, no more than an administrator'),
  'AV,ST,EN': targetOf('AV,ST,EN', 'the user concerned is a service advisor, a service engineer or service centre staff'),
  operations: sectionOf('operations'),
  service: sectionOf('service'),
  parts: sectionOf('parts'),
  'parts, cash': sectionOf('parts', 'cash'),
  OTC: sourceOf('order', 'it is for an over-the-counter order'),
  visit: sourceOf('visit', 'it is for a home-service visit'),
  'home visit': sourceOf('visit', 'it is for a home-service visit'),
  'odometer, photos': {
    needs: 'nothing but the odometer reading and photos are given',
    holds: known('fields', (fields) => fields.every((field) => field === 'odometer' || field === 'photos')),
  },
  'self-assign, if the branch allows': {
    needs: 'the branch lets engineers take jobs themselves, and they take it for themselves',
    holds: takesItThemselves,
  },
  'before parts are issued': { needs: 'no parts are issued yet', holds: known('partsIssued', (issued) => !issued) },
  'before completion': { needs: 'the work is not completed yet', holds: known('completed', (completed) => !completed) },
  triage: { needs: 'nobody has begun to work on the complaint', holds: known('inTriage', (inTriage) => inTriage) },
  reason: { needs: 'they give a reason', holds: known('reason', (reason) => reason.trim() !== '') },
  'never own': {
    needs: 'somebody else asked for it',
    rule: 'ACC-02',
    holds: ({ facts: { makerId, otherMakerIds = [], askedBy }, person }) =>
      makerId === undefined || !person
        ? undefined
        : [makerId, ...otherMakerIds, askedBy ?? null].every((id) => id === null || id !== person.userId),
  },
  'never who did the work': {
    needs: 'they did not work on the job card themselves',
    rule: 'ACC-02',
    holds: ({ facts: { workedBy }, person }) =>
      workedBy === undefined || !person ? undefined : !workedBy.some((id) => id === person.userId),
  },
  limits: {
    needs: 'what was asked for is within what they may do themselves',
    holds: ({ facts: { about }, could }) => (about === undefined ? undefined : could(about)),
  },
  'other side': onSide('they are of the other side than the branch that made the transfer', otherSide),
  'sending side': onSide('they are of the sending branch', (transfer) => transfer.fromServiceCenterId),
  'receiving side': onSide('they are of the receiving branch', (transfer) => transfer.toServiceCenterId),
} as const satisfies Record<string, Condition>;

export type ConditionName = keyof typeof conditions;

export const conditionNamed = (name: ConditionName): Condition => conditions[name];

export const isConditionName = (text: string): text is ConditionName => Object.hasOwn(conditions, text);
