import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { commonPasswords, commonWords } from '@dms/domain/identity/common-passwords';
import { expectGoodPassword } from '@dms/domain/identity/password-rules';
import { DomainError } from '@dms/domain/shared/errors';

const owner = { email: 'meera.iyer@dms.example', firstName: 'Meera', lastName: 'Iyer' };

const refusalOf = (password: string): string | undefined => {
  try {
    expectGoodPassword(password, owner, '/password');
    return undefined;
  } catch (error) {
    assert.ok(error instanceof DomainError && error.code === 'password.refused');
    return error.message;
  }
};

describe('what may be a password', () => {
  it('AUT-07 takes twelve characters and sentences, in any script', () => {
    const good = [
      'Xq7!mD2#vK9z',
      'four grey horses eat hay',
      'correct staple horse of mine',
      'घोड़े सुबह घास खाते हैं',
      'Demo-Pass-2026!',
      'lemon tree 1987 harbour',
      'summer#84f9a20-1z7365',
    ];
    for (const password of good) assert.equal(refusalOf(password), undefined, password);
  });

  it('AUT-07 counts characters for the least, and bytes of UTF-8 for the most', () => {
    assert.match(refusalOf('Xq7!mD2#vK9') ?? '', /at least 12 characters/);
    assert.match(refusalOf('😀🐎🌾🏡🚗🔧🎁🌙🍋🥭🪔') ?? '', /at least 12 characters/);
    assert.equal(refusalOf('😀🐎🌾🏡🚗🔧🎁🌙🍋🥭🪔🧭'), undefined);
    const bytes72 = `${'xq7 md2 vk9z'.repeat(5)}lemon tree z`;
    assert.equal(new TextEncoder().encode(bytes72).length, 72);
    assert.equal(refusalOf(bytes72), undefined);
    assert.match(refusalOf(`${bytes72}!`) ?? '', /at most 72 bytes/);
  });

  it('AUT-07 measures like UTF-8 itself, whatever the letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 12, maxLength: 80 }), (text) => {
        const isTooLong = new TextEncoder().encode(text.normalize('NFC')).length > 72;
        assert.equal(/at most 72 bytes/.test(refusalOf(text) ?? ''), isTooLong && [...text.normalize('NFC')].length >= 12);
      }),
    );
  });

  it('AUT-07 has a list of hundreds of common passwords that are long enough, and refuses each, however it is written', () => {
    assert.ok(commonPasswords.size > 400, String(commonPasswords.size));
    for (const password of commonPasswords) {
      assert.ok(password.length >= 12, password);
      assert.equal(password, password.toLowerCase());
      assert.ok(refusalOf(password), password);
      assert.ok(refusalOf(password.toUpperCase()), password);
    }
    assert.ok(refusalOf('Correct Horse Battery Staple'));
  });

  it('AUT-07 refuses a common word with a year, a row of digits or signs around it', () => {
    assert.ok(commonWords.size > 150);
    const dressed = [
      'Password@2026',
      'P@ssw0rd1234',
      'Welcome@12345',
      '!!Admin2026!!',
      'Mumbai@123456',
      'Krishna#2025!',
      'passwordPASSWORD',
      'Jaishreeram@108',
    ];
    for (const password of dressed) assert.match(refusalOf(password) ?? '', /everybody tries first/, password);
  });

  it('AUT-07 refuses patterns: one character, repeated blocks, rows of the keyboard and of the alphabet', () => {
    for (const password of [
      'aaaaaaaaaaaaaa',
      'abababababab',
      'xyz9xyz9xyz9',
      'zxcvbnm,asdfgh',
      'lkjhgfdsaqwe',
      '13579abcdefghij',
      '9876543210abc',
    ])
      assert.ok(refusalOf(password), password);
  });

  it('AUT-07 refuses what is made of the own name or address', () => {
    for (const password of ['meera.iyer2026', 'MeeraIyer@123', 'meera.iyer@dms.example', 'iyer-meera-dms'])
      assert.match(refusalOf(password) ?? '', /your own name/, password);
    assert.equal(refusalOf('meera eats green parrots'), undefined);
  });

  it('AUT-07 refuses control characters, at which C strings end', () => {
    assert.match(refusalOf('four horses\u0000eat hay') ?? '', /control characters/);
  });
});
