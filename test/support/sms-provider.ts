import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Ending } from './database.ts';

type Asked = { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string };
export type ProviderAnswer = { readonly status: number; readonly body: object };

/** A provider's server, which answers as its documentation says. */
export const startSmsProvider = async (ending: Ending) => {
  const asked: Asked[] = [];
  const provider = {
    asked,
    answer: { status: 200, body: { message: '5134842646923e183d000075', type: 'success' } } as ProviderAnswer,
    url: '',
  };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      asked.push({ path: request.url!, headers: request.headers, body: Buffer.concat(parts).toString('utf8') });
      response.writeHead(provider.answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(provider.answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ending.after(async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  provider.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return provider;
};
