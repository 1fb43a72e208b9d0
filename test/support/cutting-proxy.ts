import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Ending } from './database.ts';

export type CuttingProxy = {
  readonly url: string;
  /** From now on nothing that the server says comes through. */
  swallow(): void;
  /** Everything that was swallowed. */
  swallowed(): string;
  /** Hangs up on everybody. */
  cut(): void;
};

/** A wire between client and server that loses what the server answers, as a network does at the worst moment. */
export async function startCuttingProxy(ending: Ending, serverUrl: string): Promise<CuttingProxy> {
  const { hostname, port } = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let swallowing = false;
  let text = '';
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    // A killed server resets its connections: that is what is wanted here.
    return socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
  };
  const server = createServer((client) => {
    keep(client);
    const upstream = keep(connect(Number(port), hostname));
    client.pipe(upstream);
    upstream.on('data', (part: Buffer) => {
      if (swallowing) text += part.toString('utf8');
      else client.write(part);
    });
    upstream.on('close', () => {
      if (!swallowing) client.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  ending.after(async () => {
    cut();
    server.close();
    await once(server, 'close');
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    swallow: () => void (swallowing = true),
    swallowed: () => text,
    cut,
  };
}
