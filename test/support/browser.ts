import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { Ending } from './database.ts';
import { noteProcess, workFolder } from './test-home.ts';
import { until } from './until.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Where Chromium is: `CHROMIUM_PATH`, or on the PATH. Undefined on a machine without. */
export const chromiumPath = (): string | undefined => {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [process.env.CHROMIUM_PATH, ...found].find((path) => path !== undefined && path !== '' && isProgram(path));
};

const OPTIONS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--hide-scrollbars'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
  '--remote-debugging-pipe',
];

type Message = { id?: number; method?: string; params?: Record<string, unknown>; result?: unknown; error?: { message: string } };

/** The DevTools protocol over two pipes: messages of JSON, each closed by a zero byte. */
const protocolOf = (write: Writable, read: Readable, told: (message: Message) => void) => {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;
  let text = '';
  read.setEncoding('utf8').on('data', (part: string) => {
    const messages = (text + part).split('\0');
    text = messages.pop()!;
    for (const each of messages) {
      const message = JSON.parse(each) as Message;
      const asked = message.id === undefined ? undefined : waiting.get(message.id);
      if (asked === undefined) told(message);
      else if (message.error) asked.reject(new Error(message.error.message));
      else asked.resolve(message.result);
    }
  });
  return <Result>(method: string, params: object = {}, sessionId?: string): Promise<Result> => {
    const id = (last += 1);
    const asked = Promise.withResolvers<unknown>();
    waiting.set(id, asked);
    write.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return asked.promise as Promise<Result>;
  };
};

/** What a browser holds against a page: errors, what its policy forbids, and requests to anywhere else. */
const complaintOf = ({ method, params = {} }: Message): string | undefined => {
  if (method === 'Runtime.exceptionThrown') return JSON.stringify(params.exceptionDetails);
  if (method !== 'Log.entryAdded') return undefined;
  const { level, text, url } = params.entry as { level: string; text: string; url?: string };
  return level === 'error' ? `${text} ${url ?? ''}` : undefined;
};

const KEYS = { Tab: 9, Enter: 13 } as const;

export type BrowserPage = Awaited<ReturnType<typeof openPage>>;

/** A page of a headless Chromium of its own, which ends with the test. */
export const openPage = async (ending: Ending, path: string) => {
  const folder = await workFolder('chromium');
  const child = spawn(path, [...OPTIONS, `--user-data-dir=${folder}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  await noteProcess(child.pid!, path);
  ending.after(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  });
  const complaints: string[] = [];
  const requests: string[] = [];
  const send = protocolOf(child.stdio[3] as Writable, child.stdio[4] as Readable, (message) => {
    const complaint = complaintOf(message);
    if (complaint !== undefined) complaints.push(complaint);
    if (message.method === 'Network.requestWillBeSent') requests.push((message.params!.request as { url: string }).url);
  });
  const { targetInfos } = await send<{ targetInfos: { targetId: string; type: string }[] }>('Target.getTargets');
  const { targetId } = targetInfos.find(({ type }) => type === 'page')!;
  const { sessionId } = await send<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true });
  const ask = <Result>(method: string, params: object = {}): Promise<Result> => send<Result>(method, params, sessionId);
  for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await ask(`${domain}.enable`);

  const evaluate = async <Result>(expression: string): Promise<Result> => {
    type Evaluated = { result: { value: Result }; exceptionDetails?: object };
    const { result, exceptionDetails } = await ask<Evaluated>('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
    if (exceptionDetails) throw new Error(`${expression}: ${JSON.stringify(exceptionDetails)}`);
    return result.value;
  };

  return {
    complaints,
    requests,
    evaluate,
    resize: (width: number, height: number, dark = false): Promise<unknown> =>
      Promise.all([
        ask('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: width < 600 }),
        ask('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }] }),
      ]),
    goto: async (url: string): Promise<void> => {
      await ask('Page.navigate', { url });
      await until(() => evaluate<boolean>(`location.href.startsWith(${JSON.stringify(url)}) && document.readyState === 'complete'`));
    },
    /** Waits for a condition in the page. */
    sees: (condition: string, timeoutMs = 15_000): Promise<unknown> => until(() => evaluate(condition), { timeoutMs, what: condition }),
    type: (text: string): Promise<unknown> => ask('Input.insertText', { text }),
    press: async (key: keyof typeof KEYS): Promise<void> => {
      const about = { key, code: key, windowsVirtualKeyCode: KEYS[key], ...(key === 'Enter' && { text: '\r' }) };
      await ask('Input.dispatchKeyEvent', { type: 'keyDown', ...about });
      await ask('Input.dispatchKeyEvent', { type: 'keyUp', ...about });
    },
    /** The whole page, as it is at present. */
    picture: async (file: string): Promise<void> => {
      const { data } = await ask<{ data: string }>('Page.captureScreenshot', { captureBeyondViewport: true });
      await writeFile(file, Buffer.from(data, 'base64'));
    },
  };
};
