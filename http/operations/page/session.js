// Who is logged in. Tokens are kept in memory alone; who stays logged in has a cookie that scripts cannot read.

const STAYS = 'dms-stays-logged-in';

let tokens;

/** A refusal of the API: a sentence for people, and its code. */
export class Refused extends Error {
  constructor({ detail, code }, status) {
    super(detail ?? 'The server did not answer as it should.');
    this.code = code;
    this.status = status;
  }
}

const send = async (method, path, { body, token } = {}) => {
  const headers = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(path, { method, headers, ...sent });
  const isJson = /\bjson\b/.test(answer.headers.get('content-type') ?? '');
  const content = isJson ? await answer.json() : undefined;
  if (!answer.ok) throw new Refused(content ?? {}, answer.status);
  return content;
};

const enter = (pair) => {
  tokens = { access: pair.accessToken, refresh: pair.refreshToken };
};

export const logIn = async (username, password, stays) => {
  const { user, ...pair } = await send('POST', '/auth/login', { body: { username, password, rememberMe: stays } });
  enter(pair);
  if (stays) localStorage.setItem(STAYS, 'yes');
  else localStorage.removeItem(STAYS);
  return user;
};

let renewal;
/** One renewal for all that need it: a refresh token works once. */
const renew = () => {
  renewal ??= send('POST', '/auth/refresh', { body: tokens ? { refreshToken: tokens.refresh } : {} })
    .then(enter)
    .finally(() => (renewal = undefined));
  return renewal;
};

/** Goes on with the session of whoever wanted to stay; undefined where there is none. */
export const resume = async () => {
  if (localStorage.getItem(STAYS) === null) return undefined;
  try {
    await renew();
    return (await ask('GET', '/auth/me')).user;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    localStorage.removeItem(STAYS);
    return undefined;
  }
};

/** Asks as who is logged in. A token that has ended is renewed once. */
export const ask = async (method, path, body) => {
  const used = tokens?.access;
  try {
    return await send(method, path, { body, token: used });
  } catch (error) {
    if (error.status !== 401 || tokens === undefined) throw error;
    if (tokens.access === used) await renew();
    return send(method, path, { body, token: tokens.access });
  }
};

export const logOut = async () => {
  const left = tokens;
  tokens = undefined;
  localStorage.removeItem(STAYS);
  if (left) await send('POST', '/auth/logout', { body: { refreshToken: left.refresh }, token: left.access });
};
