const NOTHING = new Uint8Array();

/** Several pieces as one. */
export const joined = (pieces: readonly Uint8Array[]): Uint8Array => {
  const [first = NOTHING] = pieces;
  if (pieces.length < 2) return first;
  const all = new Uint8Array(pieces.reduce((size, { length }) => size + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
};

/** Content as it comes, read by so many bytes at a time: no more of it is in memory than is asked for and the piece that came last. */
export class ByteReader {
  private readonly pieces: AsyncIterator<Uint8Array>;
  private unread: Uint8Array = NOTHING;

  constructor(content: AsyncIterable<Uint8Array>) {
    this.pieces = content[Symbol.asyncIterator]();
  }

  /** All that has come and was not taken: so many bytes at least, or the last of it. */
  async ahead(least: number): Promise<Uint8Array> {
    const come = [this.unread];
    for (let size = this.unread.length; size < least;) {
      const { done, value } = await this.pieces.next();
      if (done) break;
      come.push(value);
      size += value.length;
    }
    this.unread = joined(come.filter(({ length }) => length > 0));
    return this.unread;
  }

  /** The next bytes: so many, or what is left. */
  async take(count: number): Promise<Uint8Array> {
    const taken = (await this.ahead(count)).subarray(0, count);
    this.unread = this.unread.subarray(taken.length);
    return taken;
  }

  /** The next bytes as they come: so many, or what is left. */
  async *through(count: number): AsyncGenerator<Uint8Array> {
    for (let left = count; left > 0;) {
      const { length } = await this.ahead(1);
      if (length === 0) return;
      const piece = await this.take(Math.min(left, length));
      left -= piece.length;
      yield piece;
    }
  }

  async skip(count: number): Promise<void> {
    for await (const _ of this.through(count)) continue;
  }
}
