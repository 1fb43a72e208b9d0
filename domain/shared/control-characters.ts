/** Signs that no text has: not even all of those that keep the data can keep them. Lines may end, and tabs stand between words. */
export const hasControls = (text: string): boolean => /[^\P{Cc}\t\n\r]/u.test(text);
export const CONTROLS = 'must not have control characters';
