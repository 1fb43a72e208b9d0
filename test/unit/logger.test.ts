import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openLogger } from '../../adapters/logger.ts';

test('a log line says what failed, and neither secrets nor how to reach anybody', () => {
  const lines: string[] = [];
  const logger = openLogger('info', { write: (line) => void lines.push(line) });
  const refused = Object.assign(new Error('550 no such user asha.rao@example.in, phone +919845012345'), {
    code: 'EENVELOPE',
    rejected: ['asha.rao@example.in'],
  });
  logger.warn({ err: refused, customer: { phone: '+919845012345' }, password: 'secret' }, 'Attempt failed');
  const line = lines.join('');
  assert.match(line, /EENVELOPE.*550 no such user \[email\]/);
  for (const leak of ['asha.rao', '98450', 'secret']) assert.ok(!line.includes(leak), `the log holds ${leak}`);
});
