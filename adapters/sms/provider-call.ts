import { Hopeless } from '@dms/domain/notifications/ports';

const TIMEOUT_MS = 10_000; // a message is sent inside a transaction, which must not lie idle for long
const LONGEST_ANSWER_BYTES = 64 * 1024;

export type ProviderAnswer = { readonly status: number; readonly body: unknown };
type Call = {
  readonly provider: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** What a provider may say again a moment later: it is busy, or broken. Everything else it refuses is refused for good. */
const isPassing = (status: number): boolean => status === 408 || status === 425 || status === 429 || status >= 500;

const textOf = async (response: Response): Promise<string> => {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > LONGEST_ANSWER_BYTES) throw new Error('The answer of the provider is far too long.');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

const told = (body: unknown): string =>
  typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string'
    ? `: ${body.message.slice(0, 300)}`
    : '';

/**
 * Asks a provider of SMS to take a message.
 * @throws Hopeless where it refuses the message for good; any other error is worth another try
 */
export const callProvider = async ({ provider, url, headers, body }: Call): Promise<ProviderAnswer> => {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'error' });
  const answer = { status: response.status, body: jsonOf(await textOf(response)) };
  if (response.ok) return answer;
  const sentence = `${provider} answered ${answer.status}${told(answer.body)}`;
  throw isPassing(answer.status) ? new Error(sentence) : new Hopeless(sentence);
};

/** Refused although the answer is 200. */
export const refusedBy = (provider: string, { body }: ProviderAnswer): Hopeless =>
  new Hopeless(`${provider} refused the message${told(body)}`);
