type Kind = {
  /** The use case that takes a batch, by its name in the container: an `ImportBatch`. */
  readonly use: string;
  /** The column that says which record a row is about, and that makes a second import of it a change of the first. */
  readonly key: string;
  readonly needed: readonly string[];
  readonly optional: readonly string[];
};

/** What can be imported: the columns of each file. A module adds a line here, and its use case to the container. */
export const importKinds = {
  parts: {
    use: 'importParts',
    key: 'sku',
    needed: ['sku', 'name', 'hsn', 'unit', 'unitPrice'],
    optional: [
      'description',
      'category',
      'manufacturer',
      'supplier',
      'barcode',
      'taxTreatment',
      'cost',
      'mrp',
      'reorderLevel',
      'serialTracked',
      'active',
    ],
  },
} as const satisfies Record<string, Kind>;

export type ImportKind = keyof typeof importKinds;
export type ImportUse = (typeof importKinds)[ImportKind]['use'];
