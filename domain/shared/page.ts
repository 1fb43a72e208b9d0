/** Which stretch of a list is wanted: how many, after which row, and whether to count the whole. */
export type PageRequest = {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly sort: string;
  readonly count?: boolean | undefined;
};

/** `next` is the cursor of the following stretch, or null on the last one. */
export type Page<Item> = { readonly data: readonly Item[]; readonly page: { readonly next: string | null; readonly count?: number } };
