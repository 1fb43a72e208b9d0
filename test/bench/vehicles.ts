import type { Client } from 'pg';
import { cloneRows } from './clone.ts';
import { BRANCHES, type Shop } from './shop.ts';

// A vehicle and its owner for every number from 0, inside branch `n % 8`. Plates are of the national form and all different.

const NUMBERS = 10_000;
const SCATTER = 7919; // prime to the numbers of a series, so that neighbours get plates apart

const letter = (index: number): string => String.fromCharCode(65 + index);

/** The plate of the n-th vehicle. */
export const plateOf = (n: number): string => {
  const series = Math.floor(n / NUMBERS);
  const district = String(1 + (series % 70)).padStart(2, '0');
  const letters = letter(Math.floor(series / 70) % 26) + letter((series * 7) % 26);
  return `KA${district}${letters}${String((n * SCATTER) % NUMBERS).padStart(4, '0')}`;
};

const PLATE_SQL = `'KA' || lpad((1 + (n / ${NUMBERS}) % 70)::text, 2, '0') || chr(65 + ((n / ${NUMBERS}) / 70) % 26) || chr(65 + ((n / ${NUMBERS}) * 7) % 26)
  || lpad(((n::bigint * ${SCATTER}) % ${NUMBERS})::text, 4, '0')`;

const IN_BLOCK = 2_000;

/** The ten digits of the n-th owner's phone: operators give out blocks of a hundred thousand, and a dealer's customers have few of each. */
export const phoneOf = (n: number): string =>
  `${70_000 + 37 * Math.floor(n / IN_BLOCK)}${String((n * SCATTER) % 100_000).padStart(5, '0')}`;

const PHONE_SQL = `'+91' || (70000 + 37 * (n / ${IN_BLOCK}))::text || lpad(((n::bigint * ${SCATTER}) % 100000)::text, 5, '0')`;

const oneOf = (names: readonly string[], by: number): string => `(array['${names.join("', '")}'])[1 + (n / ${by}) % ${names.length}]`;
const FIRST_NAMES = ['Asha', 'Ravi', 'Meera', 'Kiran', 'Sunita', 'Arjun', 'Lakshmi', 'Imran', 'Divya', 'Harpreet', 'Joseph', 'Nandini'];
const LAST_NAMES = ['Rao', 'Sharma', 'Iyer', 'Khan', 'Patil', 'Gowda', 'Reddy', 'Singh', 'Nair', 'Das', 'Fernandes', 'Joshi', 'Kulkarni'];

const branchSql = ({ branches }: Shop): string => `(array['${branches.join("', '")}']::uuid[])[1 + n % ${BRANCHES}]`;

export const fillVehicles = async (client: Client, shop: Shop, count: number): Promise<void> => {
  const { customerId, vehicleId } = shop;
  const branch = branchSql(shop);
  await cloneRows(client, {
    from: 0,
    count,
    alongside: [customerId, vehicleId],
    originals: [
      {
        table: 'customers',
        where: `id = '${customerId}'`,
        columns: { first_name: oneOf(FIRST_NAMES, 1), last_name: oneOf(LAST_NAMES, 12), phone: PHONE_SQL },
      },
      {
        table: 'vehicles',
        where: `id = '${vehicleId}'`,
        columns: { registration: PLATE_SQL, vin: `'MA1TA2AB3' || lpad(n::text, 8, '0')` },
      },
      { table: 'customer_service_centers', where: `customer_id = '${customerId}'`, columns: { service_center_id: branch } },
      { table: 'vehicle_service_centers', where: `vehicle_id = '${vehicleId}'`, columns: { service_center_id: branch } },
    ],
  });
  // Clones are made without triggers, and so the dictionary has to be told.
  await client.query(`insert into name_dictionary
    select distinct word from (select distinct first_name, last_name from customers) names, unnest(name_words(first_name, last_name, null)) word
    on conflict do nothing`);
};
