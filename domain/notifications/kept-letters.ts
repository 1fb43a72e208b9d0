/** A letter that nobody sent on: it lies in the folder that stands for a mail server. */
export type KeptLetter = {
  readonly id: string;
  readonly at: Date;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The names of what came with it. */
  readonly attachments: readonly string[];
};

/** The letters of the local folder, which there is where no mail server is named, and never in production. */
export type KeptLetters = {
  /** Whether letters are kept at all, or go out. */
  readonly kept: boolean;
  /** The latest first, as many as a page shows. */
  latest(limit: number): Promise<readonly Omit<KeptLetter, 'text'>[]>;
  /** Undefined where there is none of this id. */
  find(id: string): Promise<KeptLetter | undefined>;
};
