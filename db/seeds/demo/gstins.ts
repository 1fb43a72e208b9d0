import { examineGstin, parseGstin } from '@dms/domain/shared/identifiers/gstin';

/** The first registration of a PAN in a state. */
export const gstinOf = (stateCode: string, pan: string): string => {
  const body = `${stateCode}${pan}1Z`;
  return parseGstin(`${body}${examineGstin(body).expectedCheckCharacter}`);
};
