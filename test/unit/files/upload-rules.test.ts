import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { acceptedType, bounded, fileName, MOST_UPLOAD_BYTES, type UploadType } from '@dms/domain/files/upload-rules';
import { collected } from '../../support/collected.ts';
import { refusal } from '../shared/refusals.ts';

describe('what may be uploaded', () => {
  it('FIL-01 names are kept but for what could do harm, and end as the content does', () => {
    const named: readonly (readonly [string, UploadType, string])[] = [
      ['left door.jpg', 'image/jpeg', 'left door.jpg'],
      ['left door.JPEG', 'image/jpeg', 'left door.jpeg'],
      ['left door.png', 'image/jpeg', 'left door.jpg'],
      ['invoice.pdf.exe', 'application/pdf', 'invoice.pdf.pdf'],
      ['बायाँ दरवाज़ा.jpg', 'image/jpeg', 'बायाँ दरवाज़ा.jpg'.normalize('NFC')],
      ['../../etc/passwd', 'application/pdf', 'passwd.pdf'],
      ['C:\\Users\\asha\\pan card.pdf', 'application/pdf', 'pan card.pdf'],
      ['/etc/', 'image/png', 'file.png'],
      ['..', 'image/png', 'file.png'],
      ['.htaccess', 'image/png', 'htaccess.png'],
      ['', 'image/webp', 'file.webp'],
      ['   .  ', 'image/webp', 'file.webp'],
      ['the %22left%22 door%0d%0a.png', 'image/png', 'the _left_ door__.png'],
      ['CON.png', 'image/png', 'file-CON.png'],
      ['a\0b\r\nc"d<e>.png', 'image/png', 'abc_d_e_.png'],
      ['photo\u202egpj.exe', 'image/png', 'photogpj.png'],
      ['\ud800.png', 'image/png', '\ufffd.png'],
      [`${'x'.repeat(300)}.png`, 'image/png', `${'x'.repeat(100)}.png`],
      [`${'🚗'.repeat(300)}.heic`, 'image/heic', `${'🚗'.repeat(100)}.heic`],
    ];
    for (const [given, type, expected] of named) assert.equal(fileName(given, type), expected, JSON.stringify(given));
  });

  it('FIL-01 only images and PDF are accepted', () => {
    assert.equal(acceptedType('image/webp'), 'image/webp');
    for (const type of [undefined, 'image/svg+xml', 'text/html', 'application/zip', 'image/gif', 'toString'])
      assert.throws(() => acceptedType(type), refusal('request.unsupported_type'));
  });

  it('FIL-01 ten megabytes pass and one byte more does not, and no piece is asked for beyond it', async () => {
    let given = 0;
    async function* pieces(count: number, last: number) {
      for (let n = 0; n < count; n += 1) {
        given += 1;
        yield new Uint8Array(1024 * 1024);
      }
      yield new Uint8Array(last);
    }
    let size = 0;
    for await (const piece of bounded(pieces(10, 0))) size += piece.length;
    assert.equal(size, MOST_UPLOAD_BYTES);
    await assert.rejects(collected(bounded(pieces(10, 1))), refusal('request.too_large'));
    given = 0;
    await assert.rejects(collected(bounded(pieces(1_000, 0))), refusal('request.too_large'));
    assert.equal(given, 11);
  });
});
