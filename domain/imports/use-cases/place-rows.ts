import type { ServiceCenters } from '../../service-centers/ports.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Inside } from '../../customers/ports.ts';

/**
 * Says of each row to which branch it belongs: the one it names by its code, else the one that the whole file is for.
 * @param usual the id of that one
 */
export const placesOf = async (
  serviceCenters: Pick<ServiceCenters, 'refsByCode'>,
  named: readonly (string | undefined)[],
  usual: string | undefined,
): Promise<(serviceCenter: string | undefined) => string> => {
  const codes = [...new Set(named.flatMap((code) => (code === undefined ? [] : code.toUpperCase())))];
  const refs = codes.length === 0 ? [] : await serviceCenters.refsByCode(codes);
  const idOf = new Map(refs.map(({ id, code }) => [code.toUpperCase(), id]));
  return (serviceCenter) => {
    if (serviceCenter === undefined && usual === undefined)
      throw new DomainError('request.invalid', 'serviceCenter must not be empty where no branch is named for the whole file.');
    const found = serviceCenter === undefined ? usual : idOf.get(serviceCenter.toUpperCase());
    if (found === undefined) throw new DomainError('request.invalid', `serviceCenter: there is no branch "${serviceCenter}".`);
    return found;
  };
};

/** Which branches records are inside of by now. */
export const insideOf = (insides: readonly Inside[]): ((inside: Inside) => boolean) => {
  const known = new Set(insides.map(({ id, serviceCenterId }) => `${id} ${serviceCenterId}`));
  return ({ id, serviceCenterId }) => known.has(`${id} ${serviceCenterId}`);
};
