import jsQR from 'jsqr';

type Square = { readonly x: number; readonly y: number; readonly width: number };

const SQUARE = /^(\S+) (\S+) (\S+) \3 re\n\/DeviceRGB cs\n(0 0 0|1 1 1) scn\n(?:\/Gs\d+ gs\n)?f$/gm;
const PIXELS_PER_MODULE = 4;
const QUIET_ZONE_MODULES = 4;

/** The black squares of each code, in the order they are drawn: a code begins with its white ground. */
const codesOf = (drawn: Uint8Array): Square[][] => {
  const codes: Square[][] = [];
  for (const [, x, y, width, color] of Buffer.from(drawn).toString('latin1').matchAll(SQUARE))
    if (color === '1 1 1') codes.push([]);
    else codes.at(-1)?.push({ x: Number(x), y: Number(y), width: Number(width) });
  return codes.filter((squares) => squares.length > 0);
};

export type DrawnQr = { readonly link: string | undefined; readonly modulePoints: number };

/**
 * What a phone reads off the page, code by code: the black squares that an uncompressed PDF draws, put on a grid of pixels and decoded by a reader that
 * knows nothing of how they came there. No program that renders pages is needed.
 */
export const readDrawnQrs = (drawn: Uint8Array): DrawnQr[] => codesOf(drawn).map(decoded);

const decoded = (squares: readonly Square[]): DrawnQr => {
  const module = squares[0]!.width;
  const [left, top] = [Math.min(...squares.map(({ x }) => x)), Math.min(...squares.map(({ y }) => y))];
  const modules = Math.round((Math.max(...squares.map(({ x }) => x)) - left) / module) + 1;
  const side = (modules + 2 * QUIET_ZONE_MODULES) * PIXELS_PER_MODULE;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const { x, y } of squares) {
    const [column, row] = [x - left, y - top].map((points) => (Math.round(points / module) + QUIET_ZONE_MODULES) * PIXELS_PER_MODULE);
    for (let down = 0; down < PIXELS_PER_MODULE; down += 1)
      for (let right = 0; right < PIXELS_PER_MODULE; right += 1)
        pixels.fill(0, at(row! + down, column! + right), at(row! + down, column! + right) + 3);
  }
  function at(row: number, column: number): number {
    return (row * side + column) * 4;
  }
  return { link: jsQR.default(pixels, side, side)?.data, modulePoints: module };
};
