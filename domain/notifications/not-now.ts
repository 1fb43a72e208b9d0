/** Work that has to wait for its time, as what falls into quiet hours: no failure, and no attempt that counts. */
export class NotNow extends Error {
  override name = 'NotNow';
  readonly until: Date;

  constructor(until: Date) {
    super(`It waits until ${until.toISOString()}.`);
    this.until = until;
  }
}
