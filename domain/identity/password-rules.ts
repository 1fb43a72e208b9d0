import { DomainError } from '../shared/errors.ts';
import { commonPasswords, commonWords } from './common-passwords.ts';

const LEAST_CHARACTERS = 12;
/** bcrypt reads no further; what is longer would be cut in silence, so it is an error. */
const MOST_BYTES = 72;
/** So much has to be left of a password when names, runs and the like are taken away. */
const LEAST_OF_ITS_OWN = 6;
/** A year, a row of digits and a sign or two behind a word that everybody knows. */
const MOST_DECORATION = 8;

/** Whose password it is: what others know of them is no secret. */
export type PasswordOwner = { readonly email: string; readonly firstName: string; readonly lastName?: string | null };

type Judgement = (password: string, owner: PasswordOwner) => string | undefined;

/** The length in UTF-8, of which a code point takes one to four bytes. */
const bytesOf = (text: string): number => {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
};

const looksLike: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** Its letters alone, with digits and signs that only stand for one read as that letter. */
const lettersOf = (text: string): string =>
  text
    .replace(/\d+$/, '')
    .replace(/[013457@$!]/g, (sign) => looksLike[sign] ?? sign)
    .replace(/[^\p{L}]/gu, '');
const plainLettersOf = (text: string): string => text.replace(/[^\p{L}]/gu, '');

const isCommonWord = (letters: string): boolean => {
  const half = letters.slice(0, letters.length / 2);
  return commonWords.has(letters) || (half + half === letters && commonWords.has(half));
};

const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
  'qazwsxedcrfvtgbyhnujm',
];
const reversed = (text: string): string => [...text].reverse().join('');
const RUNS = ROWS.flatMap((row) => [row, reversed(row)]);
const SHORTEST_RUN = 4;

/** What is left when stretches of the alphabet and of the keyboard are taken out. */
const withoutRuns = (text: string): string => {
  let left = '';
  for (let at = 0; at < text.length;) {
    let length = text.length - at;
    while (length >= SHORTEST_RUN && !RUNS.some((run) => run.includes(text.slice(at, at + length)))) length -= 1;
    if (length < SHORTEST_RUN) left += text[at];
    at += length < SHORTEST_RUN ? 1 : length;
  }
  return left;
};

/** A word of the list and hardly anything beside it: digits in a row and a few more signs do not make it another. */
const isDecoratedWord = (typed: string): boolean => {
  if (withoutRuns(typed.replace(/\p{L}/gu, '')).length > MOST_DECORATION) return false;
  return isCommonWord(plainLettersOf(typed)) || isCommonWord(lettersOf(typed.replace(/[^\p{L}\d]+$/u, '')));
};

const isCommon: Judgement = (password) => {
  const typed = password.toLowerCase();
  const isKnown = [typed, typed.replace(/[\s_.-]/g, '')].some((text) => commonPasswords.has(text));
  return isKnown || isDecoratedWord(typed) ? 'is one of those that everybody tries first' : undefined;
};

const isPattern: Judgement = (password) => {
  const typed = password.toLowerCase();
  const isRepeated = /^(.{1,4}?)\1+$/u.test(typed) || new Set(typed).size < 4;
  return isRepeated || withoutRuns(typed).length < LEAST_OF_ITS_OWN ? 'is a pattern that is easy to guess' : undefined;
};

const SHORTEST_NAME = 3;

const isOwnName: Judgement = (password, { email, firstName, lastName }) => {
  const names = [...email.split('@').slice(0, 1), ...email.split(/[@._+-]/), firstName, lastName ?? '']
    .map((name) => name.toLowerCase())
    .filter((name) => name.length >= SHORTEST_NAME)
    .sort((a, b) => b.length - a.length);
  const typed = password.toLowerCase();
  const left = names.reduce((text, name) => text.split(name).join(''), typed);
  return left !== typed && left.replace(/[^\p{L}\d]/gu, '').length < LEAST_OF_ITS_OWN
    ? 'is made of your own name or e-mail address'
    : undefined;
};

const judgements: readonly Judgement[] = [
  (password) =>
    [...password].length < LEAST_CHARACTERS ? `must have at least ${LEAST_CHARACTERS} characters; a sentence is fine` : undefined,
  (password) => (bytesOf(password) > MOST_BYTES ? `must have at most ${MOST_BYTES} bytes` : undefined),
  // C strings end at the first NUL, and nobody types the others.
  (password) => (/\p{Cc}/u.test(password) ? 'must not have control characters' : undefined),
  isCommon,
  isPattern,
  isOwnName,
];

/**
 * AUT-07: long enough, not longer than bcrypt reads, and not what is tried first.
 * @param pointer the field of the request, for who typed it
 * @throws DomainError `password.refused`
 */
export const expectGoodPassword = (password: string, owner: PasswordOwner, pointer: string): void => {
  const normal = password.normalize('NFC');
  for (const judge of judgements) {
    const message = judge(normal, owner);
    if (message !== undefined) throw new DomainError('password.refused', `The password ${message}.`, { errors: [{ pointer, message }] });
  }
};
