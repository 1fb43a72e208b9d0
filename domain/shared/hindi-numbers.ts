// Hindi has a word of its own for every number below a hundred.
const BELOW_HUNDRED = `शून्य एक दो तीन चार पाँच छह सात आठ नौ
  दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस
  बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस
  तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस
  चालीस इकतालीस बयालीस तैंतालीस चवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास
  पचास इक्यावन बावन तिरपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ
  साठ इकसठ बासठ तिरसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर
  सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उन्यासी
  अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सत्तासी अट्ठासी नवासी
  नब्बे इक्यानवे बानवे तिरानवे चौरानवे पचानवे छियानवे सत्तानवे अट्ठानवे निन्यानवे`.split(/\s+/);

const SCALES: readonly (readonly [bigint, string])[] = [
  [10_000_000n, 'करोड़'],
  [100_000n, 'लाख'],
  [1_000n, 'हज़ार'],
  [100n, 'सौ'],
];

/** A count in Hindi words by the Indian system: `पाँच हज़ार अड़सठ`. @param count not negative */
export const inHindi = (count: bigint): string => (count === 0n ? BELOW_HUNDRED[0]! : words(count).join(' '));

const words = (count: bigint): string[] => {
  const scale = SCALES.find(([size]) => count >= size);
  if (scale !== undefined) return [...words(count / scale[0]), scale[1], ...words(count % scale[0])];
  return count === 0n ? [] : [BELOW_HUNDRED[Number(count)]!];
};
