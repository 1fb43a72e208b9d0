import type { Cradle } from '../../adapters/container.ts';

type Config = Pick<Cradle['config'], 'production' | 'http'>;

/**
 * What a browser is told about every answer: it is data, to be neither guessed at, framed nor run. One frozen table instead of
 * a plugin that computes the same headers for each request; the pages at /docs and /admin set their own Content-Security-Policy over it.
 */
export const securityHeaders = ({ production, http }: Config): Readonly<Record<string, string>> => ({
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': http.corsOrigins.length > 0 ? 'cross-origin' : 'same-origin',
  ...(production && { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }),
});
