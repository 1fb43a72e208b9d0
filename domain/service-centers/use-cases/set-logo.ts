import { logoKey, type StoredFiles } from '../../files/ports.ts';
import { keepFile } from '../../files/use-cases/keep-file.ts';
import type { Actor } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { type Image, imageOf } from '../../shared/image.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Digest, Ids } from '../../shared/ports.ts';
import type { Storage } from '../../shared/storage.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { ServiceCenters } from '../ports.ts';
import type { Staffed } from './read-service-centers.ts';

export type SetLogo = {
  readonly serviceCenterId: string;
  readonly image: Uint8Array;
  readonly version?: number | undefined;
};

type Deps = {
  readonly transact: Transact<{ readonly serviceCenters: ServiceCenters; readonly files: StoredFiles }>;
  readonly ids: Ids;
  readonly digest: Digest;
  readonly storage: Storage;
  /** Whether papers can be drawn with it: one that cannot would hold up every invoice that was issued under it. */
  readonly isDrawable: (image: Uint8Array) => Promise<boolean>;
};

const MOST_BYTES = 1_000_000;
const MOST_PIXELS_A_SIDE = 2000;
const SUFFIX = { 'image/png': 'png', 'image/jpeg': 'jpg' } as const;

/**
 * Gives a branch the logo that its papers bear from now on. It is kept under the hash of its content, and an invoice names that hash: no
 * issued paper ever changes with it (INV-05).
 * @throws DomainError `entity.absent`, `access.denied`, `version.stale`, `request.too_large`, `request.unsupported_type`
 */
export const setLogo =
  ({ transact, ids, digest, storage, isDrawable }: Deps) =>
  async ({ serviceCenterId, image, version }: SetLogo, actor: Actor): Promise<Staffed> => {
    // Before anything is drawn for whoever may not have it.
    permit(actor, 'branch.edit', { serviceCenterId });
    const { type } = suitable(image);
    if (!(await isDrawable(image)))
      throw new DomainError('request.unsupported_type', 'The image is damaged: papers cannot be drawn with it.');
    return transact(actor, async ({ serviceCenters, files, record }) => {
      const branch = await serviceCenters.getForChange(serviceCenterId, reach(actor, 'branch.read'));
      expectVersion(branch, version);
      const logoHash = digest(image);
      const key = logoKey(logoHash);
      if (branch.branding.logoHash !== logoHash) {
        // Two branches may bear the same one: it is kept once.
        if (!(await files.findByKey(key)))
          await keepFile({ storage, ids })(files, {
            ...{ key, name: `logo.${SUFFIX[type]}`, contentType: type, bytes: image },
            ...{ entityType: 'ServiceCenter', entityId: branch.id, serviceCenterId },
          });
        branch.branding = { ...branch.branding, logoHash };
        record({ name: 'ServiceCenterLogoSet', entityId: branch.id, serviceCenterId, data: { logoHash } });
      }
      return { branch, technicianCount: await serviceCenters.technicianCount(branch.id) };
    });
  };

const suitable = (bytes: Uint8Array): Image => {
  if (bytes.length > MOST_BYTES) throw new DomainError('request.too_large', 'A logo has at most 1 MB.');
  const image = imageOf(bytes);
  if (image === undefined) throw new DomainError('request.unsupported_type', 'A logo is a PNG or a JPEG: this is neither.');
  if (Math.max(image.width, image.height) > MOST_PIXELS_A_SIDE)
    throw new DomainError(
      'request.too_large',
      `A logo has at most ${MOST_PIXELS_A_SIDE} pixels a side; this one has ${image.width} by ${image.height}.`,
    );
  return image;
};
