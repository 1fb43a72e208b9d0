import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { type FontName, fonts } from '../../../adapters/pdf/fonts.ts';
import { common, held, isPlain, runsOf } from '../../../adapters/pdf/runs.ts';
import { attachWhereAnchored } from '../../../adapters/pdf/shaping.ts';

type Font = { hasGlyphForCodePoint(point: number): boolean; layout(text: string): { readonly glyphs: readonly { readonly id: number }[] } };
const ofPdfmake = createRequire(import.meta.resolve('pdfmake'));
const fontkit = createRequire(ofPdfmake.resolve('pdfkit'))('fontkit') as { openSync(path: string): Font };
const opened = new Map(
  (Object.keys(fonts) as FontName[]).map((name) => [name, [fonts[name].normal, fonts[name].bold].map((file) => fontkit.openSync(file))]),
);

const points = Array.from({ length: 0x3000 }, (_, point) => point).filter((point) => point >= 0x20);

test('INV-05 no character is given to a font that has no glyph for it', () => {
  for (const [name, pattern] of held)
    for (const font of opened.get(name)!) {
      const missing = points.filter((point) => pattern.test(String.fromCodePoint(point)) && !font.hasGlyphForCodePoint(point));
      assert.deepEqual(missing.map((point) => point.toString(16)), [], name);
    }
}); // prettier-ignore

test('INV-05 digits, spaces and punctuation are in every font, so that they may stay with the letters before them', () => {
  for (const [name, [font]] of opened) {
    const missing = points.filter((point) => common.test(String.fromCodePoint(point)) && !font!.hasGlyphForCodePoint(point));
    assert.deepEqual(missing.filter((point) => point !== 0x200c && point !== 0x200d), [], name);
  }
}); // prettier-ignore

const blocks: readonly (readonly [FontName, first: number, last: number])[] = [
  ['Devanagari', 0x900, 0x97f], ['Bengali', 0x980, 0x9f1], ['Gurmukhi', 0xa00, 0xa75], ['Gujarati', 0xa80, 0xaf1], ['Oriya', 0xb00, 0xb71],
  ['Tamil', 0xb80, 0xbfa], ['Telugu', 0xc00, 0xc63], ['Kannada', 0xc80, 0xcef], ['Malayalam', 0xd00, 0xd7f],
]; // prettier-ignore

test('INV-05 every letter and mark of the nine scripts is printed', () => {
  const archaic = [0xc5c, 0xcdc]; // younger than the fonts
  for (const [name, first, last] of blocks)
    for (const point of points.filter((each) => each >= first && each <= last && !archaic.includes(each))) {
      const letter = String.fromCodePoint(point);
      if (/\p{Cn}/u.test(letter)) continue;
      const [run] = runsOf(letter);
      assert.notEqual(run!.text, '[?]', `${name} ${point.toString(16)}`);
    }
});

const mixed: readonly (readonly [text: string, runs: readonly (readonly [FontName, string])[]])[] = [
  ['Muthu முத்து & Sons', [['Hind', 'Muthu '], ['Tamil', 'முத்து & '], ['Hind', 'Sons']]],
  ['45, அண்ணா சாலை 600002', [['Hind', '45, '], ['Tamil', 'அண்ணா சாலை 600002']]],
  ['রবীন্দ্র তামিল தமிழ்', [['Bengali', 'রবীন্দ্র তামিল '], ['Tamil', 'தமிழ்']]],
  ['വര്‍മ്മ', [['Malayalam', 'വര്‍മ്മ']]],
  ['श्री Sharma', [['Hind', 'श्री Sharma']]],
  ['ऴ', [['Devanagari', 'ऴ']]],
  ['محمد علی Khan 😀', [['Hind', '[?]'], ['Hind', ' '], ['Hind', '[?]'], ['Hind', ' Khan '], ['Hind', '[?]']]],
  ['', []],
]; // prettier-ignore

for (const [text, runs] of mixed) {
  test(`INV-05 "${text}" is parted where the script changes, and letters keep their marks`, () => {
    assert.deepEqual(runsOf(text).map(({ font, text: part }) => [font, part]), runs);
  }); // prettier-ignore
}

test('INV-05 what is plain is set in Hind whole', () => {
  assert.ok(isPlain('श्री राजेश Kumar, ₹ 12,34,567.00 – “ok” é'));
  for (const text of ['தமிழ்', 'a😀', 'ا', '\u0951']) assert.ok(!isPlain(text), text);
});

const names: Readonly<Record<Exclude<FontName, 'Hind' | 'Devanagari'>, string>> = {
  Bengali: 'শ্রীমতী অনন্যা চট্টোপাধ্যায় রবীন্দ্র সরণি ক্ষিতি সূর্য স্ত্রী কৃষ্ণ',
  Gurmukhi: 'ਸਰਦਾਰ ਹਰਪ੍ਰੀਤ ਸਿੰਘ ਲੁਧਿਆਣਾ ਸ੍ਰੀ ਅੰਮ੍ਰਿਤਸਰ ਗੁਰਮੁਖੀ',
  Gujarati: 'શ્રી હર્ષદભાઈ ક્ષત્રિય જ્ઞાનેશ્વર સૂર્ય ળ્રુ',
  Oriya: 'ଶ୍ରୀ ଜଗନ୍ନାଥ ମହାପାତ୍ର ଭୁବନେଶ୍ୱର କୃଷ୍ଣ',
  Tamil: 'முத்துக்குமரன் கிருஷ்ணமூர்த்தி ஸ்ரீ கொச்சி டுஂ',
  Telugu: 'శ్రీ వెంకటేశ్వర్లు రెడ్డి హైదరాబాద్ జ్ర సుబ్రహ్మణ్యం',
  Kannada: 'ಶ್ರೀಮತಿ ಲಕ್ಷ್ಮೀ ಕೃಷ್ಣಪ್ಪ ಮುಖ್ಯರಸ್ತೆ',
  Malayalam: 'ശ്രീ ഉണ്ണികൃഷ്ണൻ നമ്പൂതിരി റോഡ് കൊച്ചി ഖ്ക',
};

for (const [name, words] of Object.entries(names)) {
  test(`INV-05 ${name} is shaped with glyphs for all of it, and its letters join`, () => {
    attachWhereAnchored();
    for (const font of opened.get(name as FontName)!) {
      const glyphs = words.split(' ').map((word) => font.layout(word).glyphs);
      assert.ok(glyphs.flat().every(({ id }) => id !== 0));
      // Conjuncts have fewer glyphs than letters: a font that only puts letters beside one another would have as many.
      assert.ok(glyphs.flat().length < [...words.replaceAll(' ', '')].length);
    }
  });
}
