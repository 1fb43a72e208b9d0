import type { IncomingHttpHeaders } from 'node:http';
import { parseCookie, stringifySetCookie } from 'cookie';
import { DomainError } from '@dms/domain/shared/errors';
import type { Cradle } from '../../adapters/container.ts';
import { invalid } from '../validation.ts';

const NAME = 'dms_refresh';

type Setting = Pick<Cradle, 'config' | 'tokens'>;

/** Scripts cannot read it, other sites cannot send it, and it goes nowhere but to the routes of the session (AUT-09). */
const attributes = ({ config }: Setting) => ({ httpOnly: true, sameSite: 'strict', path: '/auth', secure: config.production }) as const;

export const refreshCookie = (setting: Setting, refreshToken: string): Readonly<Record<string, string>> => ({
  'set-cookie': stringifySetCookie({
    name: NAME,
    value: refreshToken,
    maxAge: Math.floor(setting.tokens.refreshLifetimeMs / 1000),
    ...attributes(setting),
  }),
});

export const noRefreshCookie = (setting: Setting): Readonly<Record<string, string>> => ({
  'set-cookie': stringifySetCookie({ name: NAME, value: '', maxAge: 0, ...attributes(setting) }),
});

/** Who logs in without being remembered does not go on with the cookie of whoever used the browser before. */
export const forgottenCookie = ({ cookie }: IncomingHttpHeaders, setting: Setting): Readonly<Record<string, string>> =>
  parseCookie(cookie ?? '')[NAME] === undefined ? {} : noRefreshCookie(setting);

const hostOf = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).host : undefined);

/** Browsers say where a request comes from; what says nothing of it is no browser, which nobody can lure. */
function refuseForeignOrigin({ origin, host, 'sec-fetch-site': site }: IncomingHttpHeaders, { config }: Setting): void {
  const isOwn = origin === undefined ? site === undefined || site === 'same-origin' : hostOf(origin) === host;
  if (isOwn || (origin !== undefined && config.http.corsOrigins.includes(origin))) return;
  throw new DomainError('auth.foreign_origin', 'The cookie of a session is not taken from other sites.');
}

type Presented = { readonly refreshToken: string; readonly byCookie: boolean };

/**
 * The refresh token of the body, else of the cookie.
 * @throws DomainError `auth.foreign_origin`
 */
export function presentedToken(
  body: { readonly refreshToken?: string },
  headers: IncomingHttpHeaders,
  setting: Setting,
): Presented | undefined {
  if (body.refreshToken !== undefined) return { refreshToken: body.refreshToken, byCookie: false };
  const refreshToken = parseCookie(headers.cookie ?? '')[NAME];
  if (!refreshToken) return undefined;
  refuseForeignOrigin(headers, setting);
  return { refreshToken, byCookie: true };
}

export const missingToken = (): DomainError =>
  invalid([{ pointer: '/refreshToken', message: 'is required where no cookie brings it', in: 'body' }]);
