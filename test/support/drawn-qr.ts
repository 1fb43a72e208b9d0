import jsQR from 'jsqr';

type Square = { readonly x: number; readonly y: number; readonly width: number };

const BLACK_RECTANGLE = /^(\S+) (\S+) (\S+) \3 re\n\/DeviceRGB cs\n0 0 0 scn\n(?:\/Gs\d+ gs\n)?f$/gm;
const PIXELS_PER_MODULE = 4;
const QUIET_ZONE_MODULES = 4;

const squaresOf = (drawn: Uint8Array): Square[] =>
  [...Buffer.from(drawn).toString('latin1').matchAll(BLACK_RECTANGLE)].map(([, x, y, width]) => ({
    x: Number(x),
    y: Number(y),
    width: Number(width),
  }));

/**
 * What a phone reads off the page: the black squares that an uncompressed PDF draws, put on a grid of pixels and decoded by a reader that
 * knows nothing of how they came there. No program that renders pages is needed.
 */
export const readDrawnQr = (drawn: Uint8Array): { readonly link: string | undefined; readonly modulePoints: number } => {
  const squares = squaresOf(drawn);
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
