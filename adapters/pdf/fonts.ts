import { fileURLToPath } from 'node:url';

const file = (path: string): string => fileURLToPath(import.meta.resolve(`@expo-google-fonts/${path}`));

const weights = (folder: string, name: string) => ({
  normal: file(`${folder}/400Regular/${name}_400Regular.ttf`),
  bold: file(`${folder}/600SemiBold/${name}_600SemiBold.ttf`),
});

const noto = (script: string) => weights(`noto-sans-${script.toLowerCase()}`, `NotoSans${script}`);

/**
 * Paths alone: a file is read when a document needs it. Hind has Latin, Devanagari and the rupee sign in one, and is what papers are set in.
 * Each of the others was looked at beside what HarfBuzz makes of the same names.
 */
export const fonts = {
  Hind: weights('hind', 'Hind'),
  Devanagari: noto('Devanagari'),
  Bengali: weights('hind-siliguri', 'HindSiliguri'),
  Gurmukhi: noto('Gurmukhi'),
  Gujarati: noto('Gujarati'),
  Oriya: noto('Oriya'),
  Tamil: noto('Tamil'),
  Telugu: noto('Telugu'),
  Kannada: noto('Kannada'),
  Malayalam: noto('Malayalam'),
} as const;

export type FontName = keyof typeof fonts;

/** How much higher a line of the Noto fonts has to be to stand as one of Hind does. */
export const leading = (font: FontName): number | undefined => (font === 'Hind' || font === 'Bengali' ? undefined : 1.1);
