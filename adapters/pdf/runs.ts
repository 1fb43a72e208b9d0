import type { FontName } from './fonts.ts';

export type Run = { readonly text: string; readonly font: FontName };

/** What stands for characters that no font has; the paper says so in a line of its own. */
export const UNPRINTABLE = '[?]';

/**
 * Which characters are set in which font, in the order of preference. Blocks, and not the scripts that the engine knows: those change with
 * its version, and old papers would change with them. A test compares each with what the font files hold.
 */
export const held: readonly (readonly [FontName, RegExp])[] = [
  [
    'Hind',
    /[\n\u0020-\u007e\u00a0-\u0107\u010c-\u0113\u0116-\u011b\u011e\u011f\u0122\u0123\u012a\u012b\u012e-\u0131\u0136\u0137\u0139-\u013e\u0141-\u0148\u014c\u014d\u0150-\u015b\u015e-\u0165\u016a\u016b\u016e-\u0173\u0178-\u017e\u0192\u0218-\u021b\u0901-\u0903\u0905-\u090d\u090f-\u0911\u0913-\u0928\u092a-\u0933\u0935-\u0939\u093c-\u0945\u0947-\u0949\u094b-\u094d\u0950\u0958-\u095e\u0960-\u0970\u0972\u200b-\u200d\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20a8\u20ac\u20b9\u2122\u2212]/,
  ],
  ['Devanagari', /[\u0900-\u097f]/],
  ['Bengali', /[\u0980-\u0983\u0985-\u098c\u098f\u0990\u0993-\u09a8\u09aa-\u09b0\u09b2\u09b6-\u09b9\u09bc-\u09c4\u09c7\u09c8\u09cb-\u09ce\u09d7\u09dc\u09dd\u09df-\u09e3\u09e6-\u09f1\u09f3-\u09fb]/],
  ['Gurmukhi', /[\u0a01-\u0a03\u0a05-\u0a0a\u0a0f\u0a10\u0a13-\u0a28\u0a2a-\u0a30\u0a32\u0a33\u0a35\u0a36\u0a38\u0a39\u0a3c\u0a3e-\u0a42\u0a47\u0a48\u0a4b-\u0a4d\u0a51\u0a59-\u0a5c\u0a5e\u0a66-\u0a76]/],
  ['Gujarati', /[\u0a81-\u0a83\u0a85-\u0a8d\u0a8f-\u0a91\u0a93-\u0aa8\u0aaa-\u0ab0\u0ab2\u0ab3\u0ab5-\u0ab9\u0abc-\u0ac5\u0ac7-\u0ac9\u0acb-\u0acd\u0ad0\u0ae0-\u0ae3\u0ae6-\u0af1\u0af9-\u0aff]/],
  ['Oriya', /[\u0b01-\u0b03\u0b05-\u0b0c\u0b0f\u0b10\u0b13-\u0b28\u0b2a-\u0b30\u0b32\u0b33\u0b35-\u0b39\u0b3c-\u0b44\u0b47\u0b48\u0b4b-\u0b4d\u0b55-\u0b57\u0b5c\u0b5d\u0b5f-\u0b63\u0b66-\u0b77]/],
  ['Tamil', /[\u0b82\u0b83\u0b85-\u0b8a\u0b8e-\u0b90\u0b92-\u0b95\u0b99\u0b9a\u0b9c\u0b9e\u0b9f\u0ba3\u0ba4\u0ba8-\u0baa\u0bae-\u0bb9\u0bbe-\u0bc2\u0bc6-\u0bc8\u0bca-\u0bcd\u0bd0\u0bd7\u0be6-\u0bfa]/],
  ['Telugu', /[\u0c00-\u0c0c\u0c0e-\u0c10\u0c12-\u0c28\u0c2a-\u0c39\u0c3c-\u0c44\u0c46-\u0c48\u0c4a-\u0c4d\u0c55\u0c56\u0c58-\u0c5a\u0c5d\u0c60-\u0c63\u0c66-\u0c6f\u0c77-\u0c7f]/],
  ['Kannada', /[\u0c80-\u0c8c\u0c8e-\u0c90\u0c92-\u0ca8\u0caa-\u0cb3\u0cb5-\u0cb9\u0cbc-\u0cc4\u0cc6-\u0cc8\u0cca-\u0ccd\u0cd5\u0cd6\u0cdd\u0cde\u0ce0-\u0ce3\u0ce6-\u0cef\u0cf1-\u0cf3]/],
  ['Malayalam', /[\u0d00-\u0d0c\u0d0e-\u0d10\u0d12-\u0d44\u0d46-\u0d48\u0d4a-\u0d4f\u0d54-\u0d63\u0d66-\u0d7f]/],
]; // prettier-ignore

/** Digits, spaces, punctuation and joiners, which every one of the fonts has: they go with the letters before them. */
export const common =
  /^[\u0020-\u0040\u005b-\u0060\u007b-\u007e\u200c-\u200d\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u0964\u0965\u20b9]$/;

// A letter with the marks upon it, and what is joined to it by an invisible joiner, stay together: one font shapes them.
const CLUSTERS = /[^\p{M}\u200c\u200d][\p{M}\u200c\u200d]*|[\p{M}\u200c\u200d]+/gu;

const setIn = (cluster: string): FontName | undefined => {
  const characters = [...cluster].filter((character) => character !== '\u200c' && character !== '\u200d');
  return held.find(([, has]) => characters.every((character) => has.test(character)))?.[0];
};

/** Whether a text is set in Hind as it is, which most are. */
const PLAIN = new RegExp(`^(?:${held[0]![1].source})*$`);
export const isPlain = (text: string): boolean => PLAIN.test(text);

/** The text in runs of one font each. What no font has is replaced, a whole stretch by one sign. */
export const runsOf = (text: string): Run[] => {
  const runs: { text: string; font: FontName; replaces: boolean }[] = [];
  for (const cluster of text.normalize('NFC').match(CLUSTERS) ?? []) {
    const last = runs.at(-1);
    const font = common.test(cluster) && last !== undefined && !last.replaces ? last.font : setIn(cluster);
    if (font === undefined) {
      if (!last?.replaces) runs.push({ text: UNPRINTABLE, font: 'Hind', replaces: true });
    } else if (last?.font === font && !last.replaces) last.text += cluster;
    else runs.push({ text: cluster, font, replaces: false });
  }
  return runs.map(({ text, font }) => ({ text, font }));
};
