import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { etagOfText, isKnown } from '../conditional.ts';

const TYPES = { html: 'text/html', css: 'text/css', js: 'text/javascript' } as const;

/** The files of the page for people, by their address. Scripts and styles come from here alone, and none stands in the page. */
const FILES: Readonly<Record<string, `${string}.${keyof typeof TYPES}`>> = {
  '/admin': 'index.html',
  '/admin/': 'index.html',
  '/admin/page.css': 'page.css',
  '/admin/main.js': 'main.js',
  '/admin/session.js': 'session.js',
  '/admin/sections.js': 'sections.js',
  '/admin/elements.js': 'elements.js',
};

/** What anybody may fetch: it holds nothing but the form to log in by. What it shows, it asks of the API, as whoever is logged in. */
export const isOfAdminPage = (url: string): boolean => Object.hasOwn(FILES, url);

const PAGE_POLICY =
  "default-src 'none'; connect-src 'self'; img-src data:; script-src 'self'; style-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'";

const typeOf = (file: string): string => TYPES[file.slice(file.lastIndexOf('.') + 1) as keyof typeof TYPES];

/** The page at /admin: queues, failures, outbox, schedules and kept letters. */
export function showOperations(app: FastifyInstance): void {
  for (const [url, file] of Object.entries(FILES)) {
    let content: { text: string; etag: string } | undefined;
    const read = (): { text: string; etag: string } => {
      const text = readFileSync(new URL(`page/${file}`, import.meta.url), 'utf8');
      return { text, etag: etagOfText(text) };
    };
    app.get(url, { schema: { hide: true } }, (request, reply) => {
      const { text, etag } = (content ??= read());
      void reply.headers({ 'cache-control': 'no-cache', 'content-security-policy': PAGE_POLICY, etag });
      if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send();
      return reply.type(`${typeOf(file)}; charset=utf-8`).send(text);
    });
  }
}
