import { Readable } from 'node:stream';
import { spec } from 'node:test/reporters';
import type { TestEvent } from 'node:test/reporters';

/** The usual report, closed by one line that a machine can read: `N passed, N failed`. */
export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string, void> {
  let passed = 0;
  let failed = 0;
  const counted = async function* (): AsyncGenerator<TestEvent, void> {
    for await (const event of events) {
      // The summary without a file is that of the whole run. What was cancelled did not pass; a hook can fail with no test failing.
      if (event.type === 'test:summary' && event.data.file === undefined) {
        const { counts, success } = event.data;
        passed = counts.passed;
        failed = Math.max(counts.tests - counts.passed - counts.skipped - counts.todo, success ? 0 : 1);
      }
      yield event;
    }
  };
  yield* Readable.from(counted()).pipe(new spec()) as AsyncIterable<string>;
  yield `\n${passed} passed, ${failed} failed\n`;
}
