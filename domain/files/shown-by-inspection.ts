import { DomainError } from '../shared/errors.ts';

/** What was found on a vehicle is shown by its pictures for good. */
export const shownByInspection = (): DomainError =>
  new DomainError('record.referenced', 'An inspection of the vehicle shows this picture: it stays with it.');
