/** A file that storage has and nothing names yet: an upload on its way to the record that it belongs to. */
export class ReceivedFile {
  readonly key: string;
  readonly name: string;
  readonly contentType: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;

  constructor({ key, name, contentType, size, sha256 }: Pick<ReceivedFile, 'key' | 'name' | 'contentType' | 'size' | 'sha256'>) {
    this.key = key;
    this.name = name;
    this.contentType = contentType;
    this.size = size;
    this.sha256 = sha256;
  }

  /** What makes it the same file when it is sent again: the key is new each time. */
  toJSON(): object {
    const { name, contentType, size, sha256 } = this;
    return { name, contentType, size, sha256 };
  }
}
