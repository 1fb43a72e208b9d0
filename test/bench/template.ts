import { createHash } from 'node:crypto';
import type { Recorded } from './recorder.ts';

/** Where a value comes from, when the floor does what the application did. */
export type Node =
  | { readonly literal: unknown }
  /** A field of the request, such as `['body', 'invoiceId']`. */
  | { readonly input: readonly string[] }
  /** What an earlier statement of this request brought: its number, the row, the column, and on inwards. */
  | { readonly result: readonly (string | number)[]; readonly digits?: number }
  /** A number that is so much more, or with a minus less, than one that an earlier statement brought. */
  | { readonly shifted: readonly (string | number)[]; readonly by: string; readonly places: number }
  | { readonly fresh: number }
  | { readonly now: true }
  /** SHA-256 of another parameter of the same statement, or of the request's body. */
  | { readonly digestOf: number | 'body' }
  | { readonly lock: true }
  | { readonly joined: readonly Node[] }
  | { readonly list: readonly Node[] }
  /** Every row that was read, as JSON: for answers that are lists of them. */
  | { readonly rows: true };

/** `rowCount` is null where each request reads another number of rows. */
export type Statement = { readonly text: string; readonly values: readonly Node[]; readonly rowCount: number | null };
export type Answer = { readonly status: number; readonly headers: Readonly<Record<string, Node>>; readonly body: Node };
export type Template = { readonly statements: readonly Statement[]; readonly answer: Answer; readonly ids: number };

/** One request to the application, what it did, and what it answered. */
export type Exchange = {
  readonly inputs: unknown;
  readonly statements: readonly Recorded[];
  readonly answer: { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string };
};

/** The same place in every exchange: what is equal in all of them is fixed, what differs has to come from somewhere. */
type Place = readonly unknown[];
type Text = readonly string[];

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const INSTANT = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z';
const TOKEN = new RegExp(`(${UUID}|${INSTANT})`);
const whole = (pattern: string): RegExp => new RegExp(`^${pattern}$`);
const KINDS = { uuid: whole(UUID), instant: whole(INSTANT), digest: whole('[0-9a-f]{64}'), lock: whole('-?\\d{12,20}') };

/** Of a document's number only this varies: it is the series' number to five digits. */
const SERIAL_DIGITS = 5;

const NUMBER = /^-?\d{1,12}(\.\d{1,3})?$/;
const abs = (figure: bigint): bigint => (figure < 0n ? -figure : figure);

/** Numbers of up to three places, in whole thousandths; undefined for any other text. */
export const thousandthsOf = (place: Text): bigint[] | undefined =>
  all(place, NUMBER)
    ? place.map((text) => {
        const [whole = '', places = ''] = text.split('.');
        return BigInt(whole + places.padEnd(3, '0'));
      })
    : undefined;

const keyOf = (place: Place): string => JSON.stringify(place);
const equal = ([first, ...rest]: Place): boolean => rest.every((value) => JSON.stringify(value) === JSON.stringify(first));
const all = (place: Text, pattern: RegExp): boolean => place.every((text) => pattern.test(text));
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

class Inference {
  private readonly known = new Map<string, { readonly place: Text; readonly node: Node }>();
  private ids = 0;
  /** The numbers that earlier statements brought, in thousandths. */
  private readonly figures: { readonly figures: readonly bigint[]; readonly path: readonly (string | number)[] }[] = [];
  /** For messages: what is being looked at. */
  private at = '';

  private readonly answersRows: boolean;

  constructor(inputs: Place, answersRows: boolean) {
    this.answersRows = answersRows;
    this.learn(inputs, (path) => ({ input: path as string[] }));
  }

  get freshIds(): number {
    return this.ids;
  }

  /** Remembers everything inside that differs between the exchanges. */
  private learn(place: Place, nodeOf: (path: (string | number)[]) => Node, path: (string | number)[] = []): void {
    const [first] = place;
    if (typeof first === 'object' && first !== null) {
      for (const key of Object.keys(first)) {
        const step = Array.isArray(first) ? Number(key) : key;
        this.learn(
          place.map((value) => (value as Record<string, unknown> | null)?.[key]),
          nodeOf,
          [...path, step],
        );
      }
      return;
    }
    if (equal(place) || place.some((value) => typeof value !== 'string' && typeof value !== 'number')) return;
    this.remember(place.map(String), nodeOf(path));
    const node = nodeOf(path);
    const figures = thousandthsOf(place.map(String));
    if (figures && 'result' in node) this.figures.push({ figures, path: node.result });
    if (place.every((value) => Number.isSafeInteger(Number(value)) && Number(value) >= 0 && String(value).length <= SERIAL_DIGITS))
      this.remember(
        place.map((value) => String(value).padStart(SERIAL_DIGITS, '0')),
        { ...nodeOf(path), digits: SERIAL_DIGITS },
      );
  }

  private remember(place: Text, node: Node): void {
    const key = keyOf(place);
    if (!this.known.has(key)) this.known.set(key, { place, node });
  }

  statement(number: number, sent: readonly Recorded[]): Statement {
    this.at = `statement ${number + 1} (${sent[0]!.text.slice(0, 80).replaceAll(/\s+/g, ' ')} …)`;
    const width = sent[0]!.values.length;
    const places = Array.from({ length: width }, (_, index) => sent.map(({ values }) => values[index]));
    const values = places.map((place) => this.digestOfAnother(place, places) ?? this.nodeOf(place));
    if (this.answersRows) return { text: sent[0]!.text, values, rowCount: null };
    const counts = sent.map(({ rowCount }) => rowCount);
    if (!equal(counts)) throw new Error(`${this.at} touched ${counts.join(', ')} rows: the prepared rows are not alike.`);
    this.learn(
      sent.map(({ rows }) => rows),
      (path) => ({ result: [number, ...path] }),
    );
    return { text: sent[0]!.text, values, rowCount: counts[0]! };
  }

  answer(answers: readonly Exchange['answer'][]): Answer {
    this.at = 'the answer';
    const names = Object.keys(answers[0]!.headers);
    return {
      status: answers[0]!.status,
      headers: Object.fromEntries(names.map((name) => [name, this.nodeOf(answers.map(({ headers }) => headers[name]))])),
      body: this.nodeOf(answers.map(({ body }) => body)),
    };
  }

  private digestOfAnother(place: Place, others: readonly Place[]): Node | undefined {
    if (equal(place) || !all(place as Text, KINDS.digest)) return undefined;
    const other = others.findIndex((texts) => texts.every((text, index) => typeof text === 'string' && sha256(text) === place[index]));
    return { digestOf: other < 0 ? 'body' : other };
  }

  private nodeOf(place: Place): Node {
    if (equal(place)) return { literal: place[0] };
    if (place.every(Array.isArray)) {
      const lists = place as unknown[][];
      if (!equal(lists.map(({ length }) => length))) throw this.failure(place);
      return { list: lists[0]!.map((_, index) => this.nodeOf(lists.map((list) => list[index]))) };
    }
    if (place.some((value) => typeof value !== 'string' && typeof value !== 'number')) throw this.failure(place);
    return this.textNode(place.map(String));
  }

  private textNode(place: Text): Node {
    const node = this.wordNode(place) ?? this.split(place) ?? this.around(place);
    if (!node) throw this.failure(place);
    return node;
  }

  private wordNode(place: Text): Node | undefined {
    if (equal(place)) return { literal: place[0] };
    const known = this.known.get(keyOf(place));
    if (known) return known.node;
    if (all(place, KINDS.uuid)) {
      const node = { fresh: this.ids };
      this.ids += 1;
      this.remember(place, node);
      return node;
    }
    if (all(place, KINDS.instant)) return { now: true };
    if (all(place, KINDS.digest)) return { digestOf: 'body' };
    return this.shifted(place) ?? (all(place, KINDS.lock) ? { lock: true } : undefined);
  }

  /** As a balance after what was taken from it: the nearest number from which it differs by the same in all exchanges. */
  private shifted(place: Text): Node | undefined {
    const figures = thousandthsOf(place);
    if (!figures) return undefined;
    const shifts = this.figures.flatMap(({ figures: from, path }) => {
      const by = figures[0]! - from[0]!;
      return figures.every((figure, index) => figure === by + from[index]!) ? [{ by, path }] : [];
    });
    const [nearest] = shifts.sort((one, other) => Number(abs(one.by) - abs(other.by)));
    if (!nearest) return undefined;
    return { shifted: nearest.path, by: String(nearest.by), places: place[0]!.split('.')[1]?.length ?? 0 };
  }

  /** A longer text with ids and instants in it, such as the data of an event. */
  private split(place: Text): Node | undefined {
    const parts = place.map((text) => text.split(TOKEN));
    if (parts[0]!.length === 1 || !equal(parts.map(({ length }) => length))) return undefined;
    return joined(parts[0]!.map((_, index) => this.textNode(parts.map((part) => part[index]!))));
  }

  /** A longer text with something known in it, such as a name; the longest first, lest a number be found inside a phone's. */
  private around(place: Text): Node | undefined {
    const found = [...this.known.values()]
      .filter((known) => known.place.every((text, index) => text.length > 1 && place[index]!.includes(text)))
      .sort((a, b) => b.place[0]!.length - a.place[0]!.length)[0];
    if (!found) return undefined;
    const cut = (text: string, word: string): [string, string] => {
      const start = text.indexOf(word);
      return [text.slice(0, start), text.slice(start + word.length)];
    };
    const pieces = place.map((text, index) => cut(text, found.place[index]!));
    const [left, right] = [pieces.map(([before]) => before), pieces.map(([, after]) => after)];
    return joined([this.textNode(left), found.node, this.textNode(right)]);
  }

  private failure(place: Place): Error {
    return new Error(
      `The floor cannot tell where this comes from, in ${this.at}: ${place.map((value) => JSON.stringify(value)).join(' | ')}`,
    );
  }
}

/** Flat, and neighbouring literals as one. */
const joined = (nodes: readonly Node[]): Node => {
  const flat: Node[] = [];
  for (const node of nodes.flatMap((each) => ('joined' in each ? each.joined : [each]))) {
    const last = flat.at(-1);
    if (last && 'literal' in last && 'literal' in node)
      flat[flat.length - 1] = { literal: `${String(last.literal)}${String(node.literal)}` };
    else if (!('literal' in node && node.literal === '')) flat.push(node);
  }
  return flat.length === 1 ? flat[0]! : { joined: flat };
};

/**
 * What every request of this kind does, told from a few that were alike but for their figures: the application's own
 * statements, in their order, with where each parameter comes from; and the answer, which may just be the rows that were read. It fails rather than guess.
 */
export const templateOf = (exchanges: readonly Exchange[], answersRows = false): Template => {
  const lists = exchanges.map(({ statements }) => statements);
  const texts = lists.map((list) => list.map(({ text }) => text));
  if (!equal(texts))
    throw new Error(`The application did not send the same statements each time:\n${texts.map((list) => list.join('\n')).join('\n---\n')}`);
  const inference = new Inference(
    exchanges.map(({ inputs }) => inputs),
    answersRows,
  );
  const statements = lists[0]!.map((_, number) =>
    inference.statement(
      number,
      lists.map((list) => list[number]!),
    ),
  );
  const answers = exchanges.map(({ answer: each }) => each);
  const answer = answersRows ? { status: answers[0]!.status, headers: {}, body: { rows: true } as const } : inference.answer(answers);
  return { statements, answer, ids: inference.freshIds };
};
