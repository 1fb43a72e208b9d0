import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { deflateSync } from 'node:zlib';
import type { Answer } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { jpegLogo, pngLogo, pngOf } from '../../support/logos.ts';
import { freshBranches, type World } from '../../support/world.ts';

type BranchBody = { readonly branding: { readonly logoHash?: string; readonly tagline?: string }; readonly version: number };

describe('the logo of a branch', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });

  const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  const branch = (code: 'blr01' | 'blr02' = 'blr01'): string => `/service-centers/${world.basics.branches[code].id}`;
  const put = (body: unknown, type = 'image/png', who: Parameters<World['as']>[0] = 'manager', more: object = {}, path = branch()) =>
    world.as(who).ask<BranchBody>('PUT', `${path}/logo`, { body, headers: { 'content-type': type, ...more } });
  const refused = ({ status, problem }: Answer, expected: number, code: string) =>
    assert.deepEqual([status, problem.code], [expected, code], problem.detail);
  const logoOf = async (): Promise<string | undefined> => (await world.as('manager').get<BranchBody>(branch())).body.branding.logoHash;

  it('INV-05 a PNG or JPEG is kept under its hash, which the branch bears from then on', async () => {
    for (const [image, type] of [
      [jpegLogo(), 'image/jpeg'],
      [pngLogo(40, 20), 'image/png'],
    ] as const) {
      const answer = await put(image, type);
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.body.branding.logoHash, sha256(image));
      const [file] = await world.rows<{ content_type: string; size: number }>(
        `select content_type, size from files where key = 'logos/${sha256(image)}'`,
      );
      assert.deepEqual(file, { content_type: type, size: image.length });
    }
    const twice = await put(pngLogo(40, 20));
    assert.equal(twice.status, 200, twice.text);
    const told = await world.rows(`select from audit_logs where event = 'ServiceCenterLogoSet'`);
    assert.equal(told.length, 2, 'the same one again is no change');
    const elsewhere = await put(pngLogo(40, 20), 'image/png', 'admin', {}, branch('blr02'));
    assert.equal(elsewhere.status, 200, elsewhere.text);
    assert.equal((await world.rows(`select from files where key = 'logos/${sha256(pngLogo(40, 20))}'`)).length, 1);
  });

  it('INV-05 a logo is told by its content, whatever its content type says', async () => {
    const image = pngLogo(3, 3);
    assert.equal((await put(image, 'image/jpeg')).status, 200);
    const [file] = await world.rows<{ content_type: string }>(`select content_type from files where key = 'logos/${sha256(image)}'`);
    assert.equal(file!.content_type, 'image/png');
  });

  it('INV-05 what no paper can be drawn with is refused, and the logo stays what it was', async () => {
    await put(pngLogo(5, 5));
    const before = await logoOf();
    const [svg, gif] = ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'GIF89a\x01\x00\x01\x00'].map((text) => Buffer.from(text, 'latin1'));
    refused(await put(svg), 415, 'request.unsupported_type');
    refused(await put(gif), 415, 'request.unsupported_type');
    refused(await put(Buffer.alloc(0)), 415, 'request.unsupported_type');
    refused(await put(svg, 'image/svg+xml'), 415, 'request.unsupported_type');
    refused(await put({ logo: 'x' }, 'application/json'), 415, 'request.unsupported_type');
    refused(await put(pngLogo(60, 60).subarray(0, 60)), 415, 'request.unsupported_type');
    refused(await put(pngOf(2, 2, Buffer.from('no pixels'))), 415, 'request.unsupported_type');
    refused(await put(pngOf(2, 2, deflateSync(Buffer.alloc(64_000_000)))), 415, 'request.unsupported_type');
    refused(await put(jpegLogo().subarray(0, 30), 'image/jpeg'), 415, 'request.unsupported_type');
    refused(await put(pngLogo(2001, 1)), 413, 'request.too_large');
    refused(await put(Buffer.concat([pngLogo(1, 1), Buffer.alloc(1_000_000)])), 413, 'request.too_large');
    refused(await put(Buffer.alloc(1024 * 1024 + 1)), 413, 'request.too_large');
    assert.equal(await logoOf(), before);
  });

  it('INV-05 no other route takes an image, and says so', async () => {
    const headers = { 'content-type': 'image/png' };
    refused(await world.as('manager').ask('PATCH', branch(), { body: pngLogo(1, 1), headers }), 415, 'request.unsupported_type');
  });

  it('INV-05 a change of the branding leaves the logo, and nobody types its hash', async () => {
    await put(pngLogo(6, 6));
    const changed = await world.as('manager').patch<BranchBody>(branch(), { branding: { tagline: 'Care for every kilometre' } });
    assert.equal(changed.status, 200, changed.text);
    assert.deepEqual(changed.body.branding, { tagline: 'Care for every kilometre', logoHash: sha256(pngLogo(6, 6)) });
    assert.equal(await logoOf(), sha256(pngLogo(6, 6)));
    refused(await world.as('manager').patch(branch(), { branding: { logoHash: '0'.repeat(64) } }), 400, 'request.invalid');
  });

  it('INV-05 the logo is for who may change the branch, as it was last seen', async () => {
    refused(await put(pngLogo(1, 1), 'image/png', 'advisor'), 403, 'access.denied');
    refused(await put(pngLogo(1, 1), 'image/png', 'elsewhere'), 404, 'entity.absent');
    const { version } = (await world.as('manager').get<BranchBody>(branch())).body;
    refused(await put(pngLogo(7, 7), 'image/png', 'manager', { 'if-match': `"${version - 1}"` }), 412, 'version.stale');
    const absent = '/service-centers/01990000-0000-7000-8000-000000000001';
    refused(await put(pngLogo(1, 1), 'image/png', 'admin', {}, absent), 404, 'entity.absent');
  });

  it('INV-05 an invoice is drawn with the logo of the day it was issued on', async () => {
    const image = pngLogo(8, 8);
    await put(image);
    const { id } = await world.make.invoice();
    await put(pngLogo(9, 9));
    const [{ logo }] = (await world.rows<{ logo: string }>(
      `select document #>> '{seller,branding,logoHash}' as logo from invoices where id = '${id}'`,
    )) as [{ logo: string }];
    assert.equal(logo, sha256(image));
  });
});
