import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { imageOf } from '@dms/domain/shared/image';
import { jpegLogo, pngLogo } from '../../support/logos.ts';

const SIZE_AT = 16;
const sized = fc.record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }) });

test('INV-05 a PNG says how large it is, wherever in memory it lies', () => {
  fc.assert(
    fc.property(sized, fc.integer({ min: 0, max: 9 }), ({ width, height }, before) => {
      const around = Buffer.concat([Buffer.alloc(before), pngLogo(width, height), Buffer.alloc(5)]);
      assert.deepEqual(imageOf(around.subarray(before)), { type: 'image/png', width, height });
    }),
  );
});

test('INV-05 a JPEG says how large it is, behind whatever segments come first', () => {
  const [start, rest] = [jpegLogo().subarray(0, 2), jpegLogo().subarray(2)];
  assert.deepEqual(imageOf(jpegLogo()), { type: 'image/jpeg', width: 1, height: 1 });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (comment) => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(comment.length + 2);
      const image = Buffer.concat([start, Buffer.from([0xff, 0xfe]), length, comment, rest]);
      assert.deepEqual(imageOf(image), { type: 'image/jpeg', width: 1, height: 1 });
    }),
  );
});

test('INV-05 anything else is neither, and nothing that is sent is more than that', () => {
  const heads = [pngLogo(1, 1).subarray(0, SIZE_AT), jpegLogo().subarray(0, 4), Buffer.from('GIF89a', 'latin1'), Buffer.alloc(0)];
  fc.assert(
    fc.property(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 40 }), (head, rest) => {
      const found = imageOf(Buffer.concat([head, rest]));
      assert.ok(found === undefined || found.width >= 0);
    }),
  );
  for (const head of heads) assert.equal(imageOf(head), undefined);
});
