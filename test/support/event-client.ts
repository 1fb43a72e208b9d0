import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { until } from './until.ts';

export type Told = { readonly id: string; readonly event: string; readonly data: Record<string, unknown> };

/** One connection of somebody who listens to server-sent events. */
export type Listening = {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** What came so far, whole messages alone. */
  readonly told: readonly Told[];
  /** The last id that came, beats included: where one goes on. */
  lastId(): string | undefined;
  readonly ended: Promise<'ended' | 'broken'>;
  /** Waits for an event. */
  next(what: (told: Told) => boolean): Promise<Told>;
  /** Takes nothing any more, without hanging up. */
  stopReading(): void;
  /** Hangs up in the middle. */
  cut(): void;
};

type Asked = {
  readonly url: string;
  readonly token: string;
  readonly lastEventId?: string | undefined;
  readonly onTold?: (told: Told, cut: () => void) => void;
};

const told = (lines: readonly string[], id: string): Told => ({
  id,
  event: lines.find((line) => line.startsWith('event: '))?.slice('event: '.length) ?? 'message',
  data: JSON.parse(lines.find((line) => line.startsWith('data: '))!.slice('data: '.length)) as Record<string, unknown>,
});

/** Listens over a connection of its own, as a browser does, and parses what comes as WHATWG HTML 9.2.6 has it. */
export async function listen({ url, token, lastEventId, onTold }: Asked): Promise<Listening> {
  const asking = get(url, {
    agent: false,
    headers: { authorization: `Bearer ${token}`, ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) },
  });
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  const heard: Told[] = [];
  let rest = '';
  let lastId: string | undefined;
  response.setEncoding('utf8').on('data', (part: string) => {
    const blocks = (rest + part).split('\n\n');
    rest = blocks.pop()!;
    for (const block of blocks) {
      const lines = block.split('\n');
      lastId = lines.find((line) => line.startsWith('id: '))?.slice('id: '.length) ?? lastId;
      if (!lines.some((line) => line.startsWith('data: '))) continue;
      heard.push(told(lines, lastId!));
      onTold?.(heard.at(-1)!, () => response.destroy());
    }
  });
  const { promise: ended, resolve } = Promise.withResolvers<'ended' | 'broken'>();
  response
    .on('end', () => resolve('ended'))
    .on('error', () => resolve('broken'))
    .on('close', () => resolve('broken'));
  return {
    status: response.statusCode!,
    headers: response.headers,
    told: heard,
    lastId: () => lastId,
    ended,
    next: (what) => until(() => heard.find(what), { what: 'an event of the stream' }),
    stopReading: () => void response.pause(),
    cut: () => void response.destroy(),
  };
}
