import assert from 'node:assert/strict';
import type { Ending } from './database.ts';
import { listen, type Listening, type Told } from './event-client.ts';

export type Stubborn = {
  readonly token: string;
  readonly path: string;
  /** Which server they come to next. */
  readonly place: () => string;
  readonly from: string;
  readonly hears: (told: Told) => boolean;
  readonly count: number;
  /** After how many events the next connection breaks. */
  readonly patience: () => number;
};

/** Those who keep losing the connection, and go on where they were, until they have heard so much. None listens on when the test is over. */
export const stubbornListeners = (ending: Ending) => {
  const among = new Set<Listening>();
  ending.after(async () => {
    const left = [...among];
    among.clear();
    for (const each of left) each.cut();
  });

  return async ({ token, path, place, from, hears, count, patience }: Stubborn) => {
    const heard: Told[] = [];
    let connections = 0;
    let lastEventId = from;
    while (heard.length < count) {
      let left = patience();
      const onTold = (told: Told, cut: () => void): void => {
        // What comes in one piece after hanging up was not heard.
        if (left <= 0) return;
        lastEventId = told.id;
        assert.notEqual(told.event, 'reset');
        if (hears(told)) heard.push(told);
        left -= heard.length < count ? 1 : left;
        if (left === 0) cut();
      };
      const listening = await listen({ url: place() + path, token, lastEventId, onTold }).catch(() => undefined);
      if (listening?.status !== 200) continue;
      connections += 1;
      among.add(listening);
      await listening.ended;
      assert.ok(among.delete(listening), 'the test is over');
    }
    return { heard, connections };
  };
};
