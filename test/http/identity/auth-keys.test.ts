import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { clientAt } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { runDms } from '../../support/processes.ts';
import { JWT_SECRET, startServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';
import { freshBranches, type World } from '../../support/world.ts';
import { isIn, logIn, refresh, tryLogIn } from './logged-in.ts';

type Claims = Record<string, unknown>;

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const decoded = (part: string): Claims => JSON.parse(Buffer.from(part, 'base64url').toString()) as Claims;
const signed = (header: object, claims: object, key: string, hash = 'sha256'): string => {
  const text = `${encoded(header)}.${encoded(claims)}`;
  return `${text}.${createHmac(hash, key).update(text).digest('base64url')}`;
};

const NEW_KEY = 'vT4mQz8Lk2YwXr6Jp0Sd9Hf3Gb7Nc5AeU1iO';

describe('the keys of tokens', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });

  it('AUT-06 takes a token only as we sign it: algorithm, issuer, audience, key and the whole of its claims', async () => {
    const { accessToken } = await logIn(world, 'admin@dms.example');
    const [header, claims] = accessToken.split('.').slice(0, 2).map(decoded) as [Claims, Claims];
    assert.deepEqual([header.alg, claims.iss, claims.aud], ['HS256', 'dms', 'dms-api']);
    assert.match(String(header.kid), /^[0-9a-f]{8}$/);
    const bare = (part: Claims, ...names: string[]): Claims =>
      Object.fromEntries(Object.entries(part).filter(([name]) => !names.includes(name)));
    const forged: Record<string, string> = {
      'of another key': signed(header, claims, NEW_KEY),
      'of no key': signed(bare(header, 'kid'), claims, JWT_SECRET),
      'of a key that is none': signed({ ...header, kid: '00000000' }, claims, JWT_SECRET),
      'without a signature': `${encoded({ ...header, alg: 'none' })}.${encoded(claims)}.`,
      'of another algorithm': signed({ ...header, alg: 'HS512' }, claims, JWT_SECRET, 'sha512'),
      'of another issuer': signed(header, { ...claims, iss: 'somebody' }, JWT_SECRET),
      'for another audience': signed(header, { ...claims, aud: 'another-api' }, JWT_SECRET),
      'that has ended': signed(header, { ...claims, exp: Number(claims.iat) - 1 }, JWT_SECRET),
      'that never ends': signed(header, bare(claims, 'exp'), JWT_SECRET),
      'without a session': signed(header, bare(claims, 'sid'), JWT_SECRET),
      'with other claims under the old signature': accessToken.replace(
        /\.[^.]+\./,
        `.${encoded({ ...claims, sub: world.people.superAdmin.id })}.`,
      ),
    };
    assert.equal(await isIn(clientAt(world.url, signed(header, claims, JWT_SECRET))), true, 'what we would sign ourselves is good');
    for (const [what, token] of Object.entries(forged)) assert.equal(await isIn(clientAt(world.url, token)), false, what);
  });

  it('AUT-06 rotates the key under load, process by process, and nobody notices', async () => {
    const addresses = { databaseUrl: world.database.url, redisUrl: world.redisUrl, clock: world.clock };
    const start = async (current: string, previous?: string): Promise<string> => {
      const variables = { JWT_SECRET: current, ...(previous !== undefined && { JWT_SECRET_PREVIOUS: previous }) };
      return (await startServer(suite, { ...addresses, variables })).url;
    };
    const fleet = [await start(JWT_SECRET), await start(JWT_SECRET)];
    let isOver = false;
    let asked = 0;
    const kids = new Set<unknown>();

    const person = async (username: string): Promise<void> => {
      let pair: { accessToken: string; refreshToken: string } = (await tryLogIn(clientAt(fleet[0]!), username)).body;
      for (let turn = 0; !isOver; turn += 1) {
        const client = clientAt(fleet[turn % 2]!, pair.accessToken);
        assert.equal(await isIn(client), true, `${username} was thrown out`);
        kids.add(decoded(pair.accessToken.split('.')[0]!).kid);
        asked += 1;
        if (turn % 3 !== 2) continue;
        const renewed = await refresh(client, pair.refreshToken);
        assert.equal(renewed.status, 200, renewed.text);
        pair = renewed.body;
      }
    };
    const people = ['admin', 'callcenter', 'advisor.blr01', 'manager.blr01', 'staff.blr01'].map((name) => person(`${name}@dms.example`));
    const roll = async (current: string, previous: string): Promise<void> => {
      for (const at of fleet.keys()) {
        fleet[at] = await start(current, previous);
        const before = asked;
        await until(() => asked > before + 20, { what: 'requests to go on' });
      }
    };
    try {
      await roll(JWT_SECRET, NEW_KEY); // the new one verifies everywhere before it signs anywhere
      await roll(NEW_KEY, JWT_SECRET);
    } finally {
      isOver = true;
    }
    await Promise.all(people);
    assert.equal(kids.size, 2, 'both keys have signed');

    const { accessToken: old } = await logIn(world, 'admin@dms.example');
    assert.equal(await isIn(clientAt(fleet[0]!, old)), true);
    const alone = await start(NEW_KEY);
    assert.equal(await isIn(clientAt(alone, old)), false, 'a key that is gone opens nothing');
  });

  it('AUT-06 prints the lines for the secret store: a new key, and the present one as the previous', async () => {
    const env = { JWT_SECRET, NODE_ENV: 'test' };
    const { code, output } = await runDms(['keys', 'rotate', '--json'], { env });
    assert.equal(code, 0, output);
    const lines = JSON.parse(output) as Record<string, string>;
    assert.equal(lines.JWT_SECRET_PREVIOUS, JWT_SECRET);
    assert.equal(Buffer.from(lines.JWT_SECRET!, 'base64url').length, 48);
    const text = await runDms(['keys', 'rotate'], { env });
    assert.match(text.output, new RegExp(`^JWT_SECRET=[\\w-]{64}\nJWT_SECRET_PREVIOUS=${JWT_SECRET}$`, 'm'));
  });
});
