/** The languages that papers are written in. */
export const paperLanguages = ['en', 'hi'] as const;
export type PaperLanguage = (typeof paperLanguages)[number];

/** The first of these languages that papers are written in, from the most wanted on; English where there is none. */
export const paperLanguage = (...wanted: readonly (string | null | undefined)[]): PaperLanguage =>
  wanted.map((each) => paperLanguages.find((language) => language === each)).find((language) => language !== undefined) ?? 'en';
