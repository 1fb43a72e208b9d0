import { createHash } from 'node:crypto';
import { logoKey } from '@dms/domain/files/ports';
import type { Paper } from '@dms/domain/files/use-cases/papers';
import type { BrandingCopy } from '@dms/domain/shared/branding-copy';
import type { Storage } from '@dms/domain/shared/storage';

/** Draws a paper, here or on a thread; the logo is a data URL. */
export type Draw = (paper: Paper, logo?: string) => Promise<Uint8Array>;

type Issuer = { readonly branding?: BrandingCopy };
type Branded = { readonly seller?: Issuer; readonly consignor?: Issuer; readonly number: string };
type Deps = { readonly storage: Pick<Storage, 'get'>; readonly draw: Draw };

/** Draws papers with the logo that the frozen copy names by its hash: it is taken from storage, and must be that one. */
export const paperDrawer =
  ({ storage, draw }: Deps) =>
  async (paper: Paper): Promise<Uint8Array> => {
    const { seller, consignor, number }: Branded = paper.document;
    const logoHash = (seller ?? consignor)?.branding?.logoHash;
    if (logoHash === undefined) return draw(paper);
    const logo = await contentOf(storage, logoKey(logoHash));
    if (createHash('sha256').update(logo).digest('hex') !== logoHash)
      throw new Error(`Paper ${number} was issued under a logo that is not the one at hand.`);
    return draw(paper, logoUrl(logo));
  };

export const logoUrl = (image: Uint8Array): string => `data:image;base64,${Buffer.from(image).toString('base64')}`;

const contentOf = async (storage: Pick<Storage, 'get'>, key: string): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  for await (const part of (await storage.get(key)).content) parts.push(part);
  return Buffer.concat(parts);
};
