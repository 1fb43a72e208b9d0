type KnownFields<Fields> = { readonly [Name in keyof Fields]?: Exclude<Fields[Name], null | undefined> };

/** The fields that are known, for a copy that is frozen: what is not known is on no paper. */
export const knownFields = <Fields extends object>(fields: Fields): KnownFields<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)) as KnownFields<Fields>;
