import type { Role } from '../actor.ts';
import type { Cell, CellScope } from './cell.ts';
import { conditionNamed, type Person } from './conditions.ts';
import type { Asker, Decision, Facts, Mask, Outcome, Reach } from './facts.ts';
import { limitInWords, limitsOfTheMatrix, within, type Limits } from './limits.ts';
import { columns, decidedAs, people, withoutBranch, type ActionName } from './matrix.ts';
import { actions, limitKey, rows, type Row } from './rows.ts';
import { inWords } from './words.ts';

export type { Decision, Facts, Reach } from './facts.ts';

/** One question to the matrix. Without a person it asks what a role could do in the right branch and for the right record. */
type Question = {
  readonly row: Row;
  readonly role: Role;
  readonly cell: Cell;
  readonly person: Person | undefined;
  readonly facts: Facts;
  readonly limits: Limits;
  /** True where an unknown fact is taken as favourable and named as a proviso; false where it refuses. */
  readonly assuming: boolean;
  readonly provisos: string[];
};

/** Why something is allowed is put into words where somebody asks: nearly every decision is that one, and nobody does. */
type Finding =
  | { readonly outcome: Exclude<Outcome, 'allowed'>; readonly reason: string; readonly rule?: string }
  | { readonly outcome: 'allowed'; readonly reason?: undefined; readonly rule?: undefined };

type Step = (question: Question) => Finding | undefined;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const listed = (items: readonly string[], word: string): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;

const they = ({ role }: Question): string => capital(people[role]);

const may = (question: Question): string => `${they(question)} may ${inWords(question.row.action)}`;

const bounded = (role: Role): boolean => !withoutBranch.includes(role);

const holds = (question: Question, answer: boolean | undefined, needs: string): boolean => {
  if (answer !== undefined || !question.assuming) return answer === true;
  question.provisos.push(needs);
  return true;
};

const withoutRight: Step = ({ row, role, cell }) =>
  cell.scope === 'none' ? { outcome: 'denied', reason: `${capital(people[role])} may not ${inWords(row.action)}.` } : undefined;

type Place = 'inside' | 'outside' | 'company';

const placeOf = ({ serviceCenterId, serviceCenterIds }: Facts, role: Role, person: Person): Place | undefined => {
  if (!bounded(role)) return 'inside';
  const branches = serviceCenterIds ?? (serviceCenterId === undefined ? undefined : serviceCenterId === null ? null : [serviceCenterId]);
  if (branches === undefined) return undefined;
  if (branches === null) return 'company';
  return branches.some(person.covers) ? 'inside' : 'outside';
};

const owns = ({ facts: { ownerIds, assigneeId } }: Question, { userId }: Person): boolean | undefined => {
  if (ownerIds === undefined) return undefined;
  // A record that is free becomes theirs by the very act of taking it.
  return ownerIds.some((id) => id === userId) || (ownerIds.length === 0 && assigneeId !== undefined && assigneeId === userId);
};

/** How far the cell reaches; who may only ask, asks about what they may read. */
const scopeOfCell = ({ row, role, cell }: Pick<Question, 'row' | 'role' | 'cell'>): CellScope => {
  if (cell.scope !== 'R') return cell.scope;
  return row.seenBy && rows[row.seenBy].cells[role].scope === 'O' ? 'O' : 'R';
};

const seesWholeBranch = ({ row, role }: Question): boolean => {
  const seen = row.seenBy && row.seenBy !== row.action ? rows[row.seenBy].cells[role].scope : 'none';
  return seen === 'A' || seen === 'B';
};

const outside = (reason: string): Finding => ({ outcome: 'out-of-scope', reason, rule: 'ACC-03' });

const outsideScope: Step = (question) => {
  const { role, person, facts } = question;
  const scope = scopeOfCell(question);
  if (!person || scope === 'A') return undefined;
  const place = placeOf(facts, role, person);
  if (scope === 'O') return notOwn(question, person, place);
  if (place === 'company' && scope === 'B')
    return { outcome: 'denied', reason: `${may(question)} only in their branches, and this belongs to the whole company.` };
  if (place === 'company') return undefined;
  const inside = place === undefined ? undefined : place === 'inside';
  if (holds(question, inside, 'it is in one of their branches')) return undefined;
  return outside(`${may(question)} only in the branches assigned to them.`);
};

const notOwn = (question: Question, person: Person, place: Place | undefined): Finding | undefined => {
  const near = place === undefined ? undefined : place !== 'outside';
  const own = owns(question, person);
  if (holds(question, near, 'it is in one of their branches') && holds(question, own, 'it is their own or assigned to them'))
    return undefined;
  const reason = `${may(question)} only where it is their own or assigned to them.`;
  return place === 'inside' && seesWholeBranch(question) ? { outcome: 'denied', reason } : outside(reason);
};

const againstCondition: Step = (question) => {
  const { row, role, cell, facts, person, limits, assuming, provisos } = question;
  // An approval about approvals would ask itself for ever: what is asked for is judged without the approval around it.
  const asked = { ...facts, about: undefined };
  const could = (action: ActionName): boolean => {
    const nested = questionOf(decidedAs[action] ?? action, role, person, asked, limits, assuming);
    return findingOf({ ...nested, provisos }).outcome === 'allowed';
  };
  if (row.laws.length === 0 && cell.conditions.length === 0) return undefined;
  for (const name of new Set([...row.laws, ...cell.conditions])) {
    const condition = conditionNamed(name);
    if (holds(question, condition.holds({ facts, person, could }), condition.needs)) continue;
    const reason = `${may(question)} only when ${condition.needs}`;
    const asks = cell.elseAsk && !row.laws.includes(name);
    if (asks) return { outcome: 'approval', reason: `${reason}; otherwise somebody else decides.` };
    return { outcome: 'denied', reason: `${reason}.`, ...(condition.rule && { rule: condition.rule }) };
  }
  return undefined;
};

const onlyAsking: Step = ({ row, role, cell }) =>
  cell.scope === 'R'
    ? { outcome: 'approval', reason: `${capital(people[role])} may ask to ${inWords(row.action)}; somebody else decides.` }
    : undefined;

const aboveLimit: Step = (question) => {
  const { row, role, cell, facts, limits } = question;
  if (!cell.limit) return undefined;
  const limit = { ...cell.limit, ...limits(limitKey(row.action, role)) };
  const words = limitInWords(limit);
  if (holds(question, within(limit, facts), `it stays within ${words}`)) return undefined;
  return { outcome: 'approval', reason: `${may(question)} up to ${words}; above it somebody else decides.`, rule: 'ACC-04' };
};

const steps: readonly Step[] = [withoutRight, outsideScope, againstCondition, onlyAsking, aboveLimit];

const extent: Readonly<Record<CellScope, string>> = { A: '', B: ' in their branches', O: ' where it is their own', R: '', none: '' };

const findingOf = (question: Question): Finding => {
  for (const step of steps) {
    const finding = step(question);
    if (finding) return finding;
  }
  return ALLOWED;
};
const ALLOWED: Finding = { outcome: 'allowed' };

const whyAllowed = (question: Question): string => {
  const proviso = question.provisos.length > 0 ? `, provided that ${listed([...new Set(question.provisos)], 'and')}` : '';
  return `${may(question)}${bounded(question.role) ? extent[question.cell.scope] : ''}${proviso}.`;
};

const questionOf = (
  action: ActionName,
  role: Role,
  person: Person | undefined,
  facts: Facts,
  limits: Limits,
  assuming: boolean,
): Question => ({ row: rows[action], role, cell: rows[action].cells[role], person, facts, limits, assuming, provisos: [] });

/** The roles that could do it with these facts, given the right branch and record. The day's sum is the asker's, and not theirs. */
const rolesFor = (action: ActionName, facts: Facts, limits: Limits): Role[] =>
  columns.filter(
    (role) => findingOf(questionOf(action, role, undefined, { ...facts, dayTotalPaise: 0n }, limits, true)).outcome === 'allowed',
  );

const NO_MASKS: readonly Mask[] = [];
const masksOf = ({ cell, role, facts, person }: Question): readonly Mask[] =>
  cell.masks.length === 0
    ? NO_MASKS
    : cell.masks
        .filter(({ onlyOutsideBranch }) => !onlyOutsideBranch || !person || placeOf(facts, role, person) !== 'inside')
        .map(({ mask }) => mask);

const personOf = ({ userId, role, serviceCenterIds }: Asker): Person => ({
  userId,
  covers: (serviceCenterId) => withoutBranch.some((name) => name === role) || serviceCenterIds.includes(serviceCenterId),
});

const unbounded = (action: ActionName, role: 'SYSTEM' | 'PUBLIC'): Decision => {
  const allowed = role === 'SYSTEM' || action === 'public';
  const reason = allowed ? `This is open to ${role === 'SYSTEM' ? 'the system itself' : 'everybody'}.` : 'Please log in first.';
  const rule = `${action}:${role}=${allowed ? 'A' : '–'}`;
  return { outcome: allowed ? 'allowed' : 'denied', action, rule, reason, roles: [...columns], masked: false, masks: [] };
};

/** `self` is one's own by its meaning, and of no branch. */
const ownOf = ({ userId }: Asker): Facts => ({ serviceCenterId: null, ownerIds: userId === null ? [] : [userId] });

const judge = (asker: Asker, action: ActionName, facts: Facts, limits: Limits, assuming: boolean): Decision => {
  const { role } = asker;
  // Workers and the command line carry out what somebody was allowed to ask for; who that was is in the audit.
  if (role === 'SYSTEM' || role === 'PUBLIC') return unbounded(action, role);
  const question = questionOf(action, role, personOf(asker), action === 'self' ? { ...ownOf(asker), ...facts } : facts, limits, assuming);
  return new Judged(question);
};

/** A decision, of which nothing is put into words or worked out for other roles before it is asked for. */
class Judged implements Decision {
  private readonly question: Question;
  private readonly finding: Finding;
  readonly masks: readonly Mask[];

  constructor(question: Question) {
    this.question = question;
    this.finding = findingOf(question);
    this.masks = this.finding.outcome === 'allowed' ? masksOf(question) : NO_MASKS;
  }

  get outcome(): Outcome {
    return this.finding.outcome;
  }

  get action(): ActionName {
    return this.question.row.action;
  }

  get masked(): boolean {
    return this.masks.length > 0;
  }

  get rule(): string {
    const { row, role, cell } = this.question;
    const decisive = `${row.action}:${role}=${cell.text}`;
    return this.finding.rule ? `${decisive} ${this.finding.rule}` : decisive;
  }

  get reason(): string {
    return this.finding.reason ?? whyAllowed(this.question);
  }

  get roles(): Role[] {
    const { row, facts, limits } = this.question;
    return rolesFor((this.outcome === 'approval' ? decidedAs[row.action] : undefined) ?? row.action, facts, limits);
  }
}

/** The limits that the actor came with hold for the whole of what they do (ACC-07). */
const limitsOf = ({ limits }: Asker): Limits => limits ?? limitsOfTheMatrix;

/**
 * Whether the actor may do the action to the record that the facts describe, now. Pure and total: no error, no side effect.
 * What the facts leave out never helps: an unknown branch, owner or maker refuses, an unknown amount becomes an approval.
 * SYSTEM (workers, scheduler, command line) may do everything, PUBLIC only what is public.
 */
export const decide = (actor: Asker, action: ActionName, facts: Facts, limits: Limits = limitsOf(actor)): Decision =>
  judge(actor, action, facts, limits, false);

export type Explanation = {
  readonly allowed: boolean;
  readonly requiresApproval: boolean;
  readonly rule: string;
  readonly reason: string;
  readonly roles: readonly Role[];
};

/** A decision as a 403 carries it and `POST /authz/explain` answers it (ACC-08). */
export const explanationOf = ({ outcome, rule, reason, roles }: Decision): Explanation => ({
  allowed: outcome === 'allowed',
  requiresApproval: outcome === 'approval',
  rule,
  reason,
  roles,
});

/**
 * The same judgement for who only asks: what the facts leave out is taken as favourable, and the reason names it as a proviso.
 * With all facts given it says what `decide` says (ACC-08).
 */
export const explain = (actor: Asker, action: ActionName, facts: Facts, limits: Limits = limitsOf(actor)): Explanation =>
  explanationOf(judge(actor, action, facts, limits, true));

const heldBy = (role: Asker['role'], action: ActionName): boolean => {
  if (role === 'SYSTEM') return true;
  if (role === 'PUBLIC') return action === 'public';
  return rows[action].cells[role].scope !== 'none';
};

/** Whether the actor's role has the action for any record at all: what a route can know before it has loaded one. */
export const mayEver = ({ role }: Pick<Asker, 'role'>, action: ActionName): boolean => heldBy(role, action);

/** Every action the role has for some record, those it may only ask for included. */
export const permittedActions = (role: Asker['role']): ActionName[] => actions.filter((action) => heldBy(role, action));

/** The rows a list by this action may contain. Those masked outside the branches are contained (`decide` says what is masked). */
export const scopeOf = ({ userId, role, serviceCenterIds }: Asker, action: ActionName): Reach => {
  if (!heldBy(role, action)) return { kind: 'none' };
  if (role === 'SYSTEM' || role === 'PUBLIC') return { kind: 'all' };
  const row = rows[action];
  const scope = scopeOfCell({ row, role, cell: row.cells[role] });
  if (scope === 'O') return userId === null ? { kind: 'none' } : { kind: 'own', userId, ids: bounded(role) ? serviceCenterIds : null };
  return scope === 'A' || !bounded(role) ? { kind: 'all' } : { kind: 'branches', ids: serviceCenterIds };
};
