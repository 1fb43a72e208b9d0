import type { Alike, OwnJobs, VehicleHit, VehicleTerm } from '@dms/domain/customers/reads';
import { nameWords, nationalDigits, normalForm, plateForms, type SearchField } from '@dms/domain/customers/search-terms';
import { readMobile } from '@dms/domain/shared/identifiers/mobile';
import type { Database } from '../database.ts';
import { onOwnCard } from '../own-cards.ts';

type HitRow = {
  id: string;
  registration: string;
  vin: string | null;
  make: string;
  model: string;
  customerId: string;
  firstName: string;
  lastName: string | null;
  phone: string | null;
  serviceCenterIds: string[];
  formerPlate?: VehicleHit['formerPlate'];
  score?: number;
};

const hitOf =
  (matchedOn: SearchField) =>
  ({ customerId, firstName, lastName, phone, serviceCenterIds, formerPlate = null, score = 1, ...vehicle }: HitRow): VehicleHit => ({
    vehicle,
    customer: { id: customerId, firstName, lastName, phone },
    matchedOn,
    formerPlate,
    score,
    serviceCenterIds,
  });

const COLUMNS = `
  v.id, v.registration, v.vin, v.make, v.model, c.id as "customerId", c.first_name as "firstName", c.last_name as "lastName", c.phone,
  array(select i.service_center_id::text from customer_service_centers i where i.customer_id = c.id) as "serviceCenterIds"`;
const FORMER = `,
  case when f.id is not null then json_build_object('registration', f.registration, 'from', f.held_from, 'until', f.held_until) end as "formerPlate"`;

/** A text with and without the restriction to own jobs, so that each is prepared once. */
type Texts = { readonly anywhere: string; readonly onOwnJobs: string };
const texts = (make: (own: string) => string, parameters: number): Texts => ({
  anywhere: make(''),
  onOwnJobs: make(onOwnCard(parameters + 1, parameters + 2)),
});
const exactly = (column: string, columns = COLUMNS, join = ''): Texts =>
  texts(
    (own) => `
      select ${columns} from vehicles v join customers c on c.id = v.customer_id${join}
      where ${column} = $1${own} order by v.id desc limit $2`,
    2,
  );

const exact = { vin: exactly('v.vin_key'), registration: exactly('v.registration_key'), phone: exactly('c.phone') } as const;
/** The phone of who was merged is theirs who is left (CUS-02). */
const ofAlias = exactly('a.phone', COLUMNS, ' join customers a on a.alias_of = c.id');
const formerly = exactly('f.registration_key', COLUMNS + FORMER, ' join former_plates f on f.vehicle_id = v.id');

/** So many of the likest are looked at for the latest visit. */
const MOST_RANKED = 100;

// What a plan would go by is asked as a query of its own: one plan then does for whatever is looked for, where PostgreSQL would else make one
// each time, which takes it longer than to carry it out.
const SOUGHT = '(select $1::text)';
const MOST_TOLD = '(select $2::int)';
const NEAR = '(select $3::uuid[])::uuid[]';

/**
 * Puts candidates in order. `candidates` selects `id` of a vehicle and `score`, and may name `v`, `c` and the parameters $1, what is looked for, $2,
 * the limit, and $3, the branches that are near. Only those are placed that are as like as the last that can be told, which are few of many.
 * Who of them is near is asked by their ids at once: asked of each, PostgreSQL reads all vehicles of those branches to have them at hand.
 */
const ranked = (candidates: (own: string) => string, former = false, parameters = 3): Texts =>
  texts(
    (own) => `
      with found as materialized (${candidates(own)}),
        likely as (select * from found where score >= coalesce((select score from found order by score desc offset ${MOST_TOLD} - 1 limit 1), 0)),
        placed as (
          select likely.*, id in (
            select s.vehicle_id from vehicle_service_centers s where s.service_center_id = any(${NEAR}) and s.vehicle_id = any(array(select id from likely))
          ) as near from likely
        ),
        likest as (select * from placed order by score desc, near desc, id desc limit ${MOST_RANKED}),
        told as (
          select likest.*, (
            select h.service_date from service_history h where h.vehicle_id = likest.id order by h.service_date desc, h.id desc limit 1
          ) as visited from likest order by score desc, near desc, visited desc nulls last, id desc limit ${MOST_TOLD}
        )
      select ${COLUMNS}${former ? FORMER : ''}, told.score
      from told join vehicles v on v.id = told.id join customers c on c.id = v.customer_id${former ? ' left join former_plates f on f.id = told.former_id' : ''}
      order by told.score desc, told.near desc, told.visited desc nulls last, told.id desc`,
    parameters,
  );

type Mistakes = 1 | 2;
const scored = (key: string, mistakes: Mistakes): string =>
  `(1 - levenshtein_less_equal(${key}, $1, ${mistakes})::float / greatest(length(${key}), length($1)))::float as score`;
const typed = (kind: 'plate' | 'vin' | 'phone', key: string, mistakes: Mistakes): string =>
  `${kind}_blocks(${key}) && array(select * from probes('${kind}', $1::text, ${mistakes})) and levenshtein_less_equal(${key}, $1, ${mistakes}) <= ${mistakes}`;
const share = (key: string): string => `(length($1)::float / length(${key}))::float as score`;

/** A beginning finds at most so many before they are put in order: three letters of a state are those of every third vehicle. */
const MOST_PARTS = 500;
/** As `like` would find it, by an index and for any text. */
const beginsWith = (key: string, beginning: string): string =>
  `${key} ~>=~ ${beginning} and ${key} ~<~ (${beginning} || chr(${String(0x10ffff)}))`;
const beginning = (key: string): string => beginsWith(key, SOUGHT);
const ending = (key: string): string => beginsWith(`reverse(${key})`, 'reverse(' + SOUGHT + ')');
const parts = (key: string, own: string, ...where: readonly string[]): readonly string[] =>
  where.map(
    (condition) => `(select v.id, null::uuid as former_id, ${share(key)} from vehicles v where ${condition}${own} limit ${MOST_PARTS})`,
  );
/** A vehicle that is found in several ways counts once, as what it resembles most. */
const likestOf = (selects: readonly string[]): string =>
  `select distinct on (id) id, former_id, score from (${selects.join(' union all ')}) each order by id, score desc, former_id nulls first`;

const ofPlates = (own: string): readonly string[] =>
  parts('v.registration_key', own, beginning('v.registration_key'), ending('v.registration_key'));
const plateParts = ranked((own) => likestOf(ofPlates(own)));

/**
 * Asks for one mistake first, which takes a tenth of the keys, and for two, and for whatever else there is, only where that finds too little to tell.
 * Nothing is lost by it: of words of six characters and more the worst with one mistake is more alike than the best with two, and than one
 * that has two characters more.
 */
const byMistakes = (looks: (mistakes: Mistakes) => readonly string[], further: readonly string[] = []): string => {
  const isEnough = `(select count(*) from once) >= ${MOST_TOLD}`;
  return `
    with once as materialized (${likestOf(looks(1))})
    select * from once where ${isEnough}
    union all
    select * from (${likestOf([...looks(2), ...further])}) twice where not ${isEnough}`;
};

const plateAlike = ranked(
  (own) =>
    byMistakes(
      (mistakes) => [
        `select v.id, null::uuid as former_id, ${scored('v.registration_key', mistakes)}
         from vehicles v where ${typed('plate', 'v.registration_key', mistakes)}${own}`,
        `select v.id, f.id as former_id, ${scored('f.registration_key', mistakes)} from former_plates f join vehicles v on v.id = f.vehicle_id
         where ${typed('plate', 'f.registration_key', mistakes)}${own}`,
      ],
      ofPlates(own),
    ),
  true,
);
const vinAlike = ranked((own) =>
  byMistakes((mistakes) => [
    `select v.id, null::uuid as former_id, ${scored('v.vin_key', mistakes)} from vehicles v where ${typed('vin', 'v.vin_key', mistakes)}${own}`,
  ]),
);
const vinEnds = ranked((own) => parts('v.vin_key', own, ending('v.vin_key')).join(''));

const digits = 'right(c.phone, 10)';
/** Who is inside one of the branches that $4 names, if it does: asked for each that resembles, since a plan for all would read the branch. */
const phoneSeen = `
  and ((select $4::uuid[]) is null or array(
    select i.service_center_id from customer_service_centers i where i.customer_id = coalesce(c.alias_of, c.id)) && (select $4::uuid[]))`;
const byPhone = (candidates: (own: string) => string): Texts => ranked((own) => candidates(phoneSeen + own), false, 4);
const phoneAlike = byPhone((own) =>
  byMistakes((mistakes) => [
    `select v.id, null::uuid as former_id, ${scored(digits, mistakes)}
     from customers c join vehicles v on v.customer_id = coalesce(c.alias_of, c.id) where ${typed('phone', digits, mistakes)}${own}`,
  ]),
);
const phoneEnds = byPhone(
  (own) => `
    select v.id, ${share(digits)} from customers c join vehicles v on v.customer_id = coalesce(c.alias_of, c.id)
    where right(c.phone, 5) = right($1, 5) and right(c.phone, length($1)) = $1${own}`,
);

/** Of each typed word so many words of the dictionary are tried, and of the customers they lead to so many are compared, each name once. */
const MOST_WORDS = 12;
const MOST_NAMES = 200;
/** How alike a word of the dictionary is to the n-th one typed: by its letters, or half by its sound where it sounds the same. */
const likeWord = (n: number): string => {
  const typedWord = `($1::text[])[${n}]`;
  const letters = `similarity(d.word, ${typedWord})`;
  // As a query of its own it is worked out once, and not for each word that is looked at.
  const sounds = `d.sound = (select name_sound(${typedWord}))`;
  return `like${n} as materialized (
    select d.word, case when ${sounds} then (1 + ${letters}) / 2 else ${letters} end as alike from name_dictionary d
    where d.word % ${typedWord} or d.word like ${typedWord} || '%' or ${sounds} order by alike desc, d.word limit ${MOST_WORDS})`;
};
/** The words that resemble the n-th one typed; or what resembles it together with what resembles the next, where that is another. */
const likeWordOf = (n: number): string => `array(select word from like${n})`;
const likePairOf = (n: number): string => `array(
  select distinct case when a.word = b.word then a.word else least(a.word, b.word) || ' ' || greatest(a.word, b.word) end
  from like${n} a, like${n + 1} b)`;
/** Of so many words typed, the keys that all have to be there: of one the word, of more the pairs that come by each of them. */
const likeKeys = [[likeWordOf(1)], [likePairOf(1)], [likePairOf(1), likePairOf(2)], [likePairOf(1), likePairOf(3)]];
const namesAlike = (keys: readonly string[], index: number): Texts =>
  ranked((own) => {
    const each = Array.from({ length: index + 1 }, (_, word) => word + 1);
    const every = keys.map((key) => `name_keys(c.first_name, c.last_name, c.legal_name) && ${key}`).join(' and ');
    const likest = each.map((n) => `coalesce((select max(alike) from like${n} where word = any(named.words)), 0)`);
    return `
      with ${each.map(likeWord).join(', ')},
        cut as materialized (
          select distinct id, name from (
            select coalesce(c.alias_of, c.id) as id, concat_ws(' ', c.first_name, c.last_name, c.legal_name) as name
            from customers c where ${every} limit ${MOST_NAMES}
          ) likely
        ),
        judged as materialized (
          select name, ((${likest.join(' + ')}) / ${each.length})::float as score
          from (select name, name_words(name, null, null) as words from (select distinct name from cut) names offset 0) named
        )
      select v.id, judged.score from cut join judged using (name)
        join (select id, customer_id from vehicles where customer_id = any(array(select id from cut)) offset 0) v on v.customer_id = cut.id where true${own}`;
  });
const byWords = likeKeys.map(namesAlike);

/** The ways to look for what resembles a text of each field; of a short text only whether something begins or ends with it. */
type Way = { readonly texts: Texts; readonly wanted: unknown };
const SHORTEST_MISTYPED = 6;
const SHORTEST_MISTYPED_PHONE = 8;
const SHORTEST_MISTYPED_VIN = 12;
const ways: Readonly<Record<SearchField, (text: string) => readonly Way[]>> = {
  registration: (text) => {
    const wanted = normalForm(text);
    if (wanted.length < SHORTEST_MISTYPED) return [{ texts: plateParts, wanted }];
    // A digit that was left out makes a plate look like a short one.
    return plateForms(text).map((form) => ({ texts: plateAlike, wanted: form }));
  },
  vin: (text) => {
    const wanted = normalForm(text);
    return [{ texts: wanted.length >= SHORTEST_MISTYPED_VIN ? vinAlike : vinEnds, wanted }];
  },
  phone: (text) => {
    const wanted = nationalDigits(text);
    return [{ texts: wanted.length >= SHORTEST_MISTYPED_PHONE ? phoneAlike : phoneEnds, wanted }];
  },
  name: (text) => {
    const wanted = nameWords(text);
    const way = byWords[wanted.length - 1];
    return way ? [{ texts: way, wanted }] : [];
  },
};

/** What is looked for, in the forms that the columns have, and where, until something is found. */
type Look = readonly [SearchField, Texts, string];
const looksFor = ({ registration, vin, phone }: VehicleTerm, alikeAsked: boolean): readonly Look[] => {
  // What resembles a word that may be mistyped is first of all the word itself.
  const isFound = (wanted: string, shortest: number): boolean => alikeAsked && wanted.length >= shortest;
  if (vin !== undefined) {
    const wanted = normalForm(vin);
    return isFound(wanted, SHORTEST_MISTYPED_VIN) ? [] : [['vin', exact.vin, wanted]];
  }
  if (registration !== undefined) {
    if (isFound(normalForm(registration), SHORTEST_MISTYPED)) return [];
    return [exact.registration, formerly].flatMap((each) => plateForms(registration).map((form): Look => ['registration', each, form]));
  }
  // A phone is, where it is masked, found whole only, and so not by what resembles it (SRC-05).
  const wanted = readMobile(phone ?? '') ?? phone ?? '';
  return [exact.phone, ofAlias].map((each): Look => ['phone', each, wanted]);
};

/** The search of vehicles by what is typed at the counter (SRC-01 to SRC-03). */
export const vehicleSearch = ({ query }: Pick<Database, 'query'>) => {
  const ask = async (field: SearchField, { anywhere, onOwnJobs }: Texts, values: readonly unknown[], onlyOn?: OwnJobs) => {
    const rows =
      onlyOn === undefined ? await query<HitRow>(anywhere, values) : await query<HitRow>(onOwnJobs, [...values, onlyOn.userId, onlyOn.ids]);
    return rows.map(hitOf(field));
  };

  return {
    async search(
      term: VehicleTerm,
      limit: number,
      { onlyOn, alikeAsked = false }: { onlyOn?: OwnJobs | undefined; alikeAsked?: boolean },
    ): Promise<VehicleHit[]> {
      for (const [field, where, wanted] of looksFor(term, alikeAsked)) {
        const hits = await ask(field, where, [wanted, limit], onlyOn);
        if (hits.length > 0) return hits;
      }
      return [];
    },

    async alike(field: SearchField, text: string, { limit, near, onlyOn, phonesAt }: Alike): Promise<VehicleHit[]> {
      const found: VehicleHit[] = [];
      const values = [limit, near, ...(field === 'phone' ? [phonesAt ?? null] : [])];
      for (const { texts: way, wanted } of ways[field](text)) found.push(...(await ask(field, way, [wanted, ...values], onlyOn)));
      return found;
    },
  };
};
