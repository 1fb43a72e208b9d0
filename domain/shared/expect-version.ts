import { DomainError } from './errors.ts';

/** Refuses a change that was decided on an older version than the present one (JOB-07). Without a version nothing is expected. */
export const expectVersion = (root: { readonly version: number }, expected: number | undefined): void => {
  if (expected !== undefined && expected !== root.version)
    throw new DomainError('version.stale', `You saw version ${expected}; it is now version ${root.version}.`);
};
