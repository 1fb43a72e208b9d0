import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Static } from '@sinclair/typebox';
import type { Refreshed } from '../../../http/identity/auth-schemas.ts';
import type { LoggedInBody } from '../../support/bodies.ts';
import { type Answer, type Client, clientAt } from '../../support/client.ts';
import { until } from '../../support/until.ts';
import { PASSWORD, type World } from '../../support/world.ts';

export type Pair = Static<typeof Refreshed>;

export const tryLogIn = (client: Client, username: string, password = PASSWORD, more: object = {}): Promise<Answer<LoggedInBody>> =>
  client.post<LoggedInBody>('/auth/login', { username, password, ...more });

/** Somebody who came in by the door, as a browser or a phone does. */
export const logIn = async ({ url, anybody }: Pick<World, 'url' | 'anybody'>, username: string, password = PASSWORD) => {
  const answer = await tryLogIn(anybody, username, password);
  assert.equal(answer.status, 200, answer.text);
  return { ...answer.body, client: clientAt(url, answer.body.accessToken) };
};

export const refresh = (client: Client, refreshToken: string): Promise<Answer<Pair>> =>
  client.post<Pair>('/auth/refresh', { refreshToken });

/** Whether an access token still opens the door. */
export const isIn = async (client: Client): Promise<boolean> => {
  const { status, text } = await client.get('/auth/me');
  assert.ok(status === 200 || status === 401, text);
  return status === 200;
};

/** The secret of the newest letter to somebody, once it lies in the outbox folder and is not one of those seen before. */
export const secretOfLetter = async (
  { config, rows }: Pick<World, 'config' | 'rows'>,
  to: string,
  seen: readonly string[] = [],
): Promise<string> => {
  const folder = join(config.dataFolder, 'outbox');
  const secret = await until(
    async () => {
      for (const file of await readdir(folder)) {
        // Long lines are wrapped on their way (RFC 2045, 6.7).
        const letter = file.endsWith('.eml') ? (await readFile(join(folder, file), 'utf8')).replaceAll('=\r\n', '') : '';
        const secret = letter.includes(`To: ${to}`) ? /^[\w-]{43}\r?$/m.exec(letter)?.[0].trim() : undefined;
        if (secret !== undefined && !seen.includes(secret)) return secret;
      }
      return undefined;
    },
    { what: `a letter to ${to}` },
  );
  // The letter leaves inside the transaction that keeps its token: a person is slower than a commit, a test is not.
  const unfinished = () => rows("select 1 from job_runs where queue = 'email' and state in ('handed', 'running')");
  await until(async () => (await unfinished()).length === 0, { what: 'the letters to be taken down as sent' });
  return secret;
};
