import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { describe, it } from 'node:test';
import { root } from './source.ts';

const pages = globSync('**/*.md', { cwd: root, exclude: ['**/node_modules/**', '**/dist/**', '.data/**'] });
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const linksOf = (page: string): string[] => [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, link]) => link ?? '');

describe('the documents', () => {
  it('link only to what is there', () => {
    assert.ok(pages.includes('README.md'), 'no page was read');
    const broken = pages.flatMap((page) =>
      linksOf(page)
        .filter((link) => !existsSync(join(root, dirname(page), link)))
        .map((link) => `${page}: ${link}`),
    );
    assert.deepEqual(broken, []);
  });

  it('list every decision, and give each its five parts', () => {
    const decisions = globSync('docs/adr/[0-9]*.md', { cwd: root });
    assert.ok(decisions.length >= 13);
    const listed = new Set(linksOf('docs/adr/README.md'));
    for (const decision of decisions) {
      assert.ok(listed.has(decision.slice('docs/adr/'.length)), `${decision} is not in the list`);
      const parts = [...read(decision).matchAll(/^## (.+)$/gm)].map(([, title]) => title);
      assert.deepEqual(parts, ['Context', 'Options', 'Decision', 'Consequences', 'Enforcement'], decision);
    }
  });

  it('name only commands that package.json has', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = pages.flatMap((page) =>
      [...read(page).matchAll(/\bnpm run ([\w:-]+)/g)].map(([, script]) => ({ page, script: script ?? '' })),
    );
    assert.deepEqual(
      named.filter(({ script }) => !(script in scripts)),
      [],
    );
  });
});
