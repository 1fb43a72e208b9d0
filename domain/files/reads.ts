/** What is told of a file to whoever may have it. */
export type FileFound = { readonly key: string; readonly name: string; readonly sha256: string };

export type FileReads = {
  /** The file that storage has under this key, once it is there. */
  byKey(key: string): Promise<FileFound | undefined>;
};
