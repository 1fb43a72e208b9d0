const OLDEST = 18; // the first with uuidv7(), which migrations and defaults of columns use

/** What is wrong with a server of this version, which is PostgreSQL's `server_version_num`; nothing where it is new enough. */
export const serverVersionFault = (versionNumber: number): string | undefined =>
  versionNumber >= OLDEST * 10_000
    ? undefined
    : `The server is PostgreSQL ${Math.floor(versionNumber / 10_000)}, and DMS needs PostgreSQL ${OLDEST} or newer.`;

/** @throws Error with a sentence for the operator, told without a stack */
export const refuseOldServer = (versionNumber: number): void => {
  const fault = serverVersionFault(versionNumber);
  if (fault !== undefined) throw Object.assign(new Error(fault), { code: 'OLD_SERVER' });
};
