import { createRequire } from 'node:module';
import { fonts } from './fonts.ts';

type Anchor = object | null;
type Positioning = { applyAnchor(this: unknown, mark: { readonly markAnchor: Anchor }, base: Anchor, at: number): void };
type Fontkit = {
  openSync(path: string): {
    layout(text: string): unknown;
    readonly _layoutEngine: { readonly engine: { readonly GPOSProcessor: Positioning } };
  };
};

/** The very module that the drawing library shapes text with. */
const fontkitOfPdfmake = (): Fontkit => {
  const ofPdfmake = createRequire(import.meta.resolve('pdfmake'));
  return createRequire(ofPdfmake.resolve('pdfkit'))('fontkit') as Fontkit;
};

/**
 * A font may leave out the anchor of a mark on a base (OpenType, GPOS lookup 4: "may be NULL"): then nothing is attached. fontkit 2.0.4
 * fails there, and with it every paper that has a name in Malayalam or Gurmukhi. So the one step that fails is left out.
 */
export const attachWhereAnchored = (): void => {
  const font = fontkitOfPdfmake().openSync(fonts.Hind.normal);
  font.layout('');
  const positioning = Object.getPrototypeOf(font._layoutEngine.engine.GPOSProcessor) as Positioning;
  const { applyAnchor } = positioning;
  positioning.applyAnchor = function applyWhereAnchored(mark, base, at) {
    if (base !== null && mark.markAnchor !== null) applyAnchor.call(this, mark, base, at);
  };
};
