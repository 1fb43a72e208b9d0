import type { Container } from '../adapters/container.ts';
import { buildApp } from './app.ts';
import type { OpenApiDocument } from './plugins/openapi.ts';

/** Stands for every use case and port: it may be passed around, and says so when it is called. */
const unconnected = (): never => {
  throw new Error('This application was built to be described, not to be used.');
};

const DESCRIBED = {
  config: { production: false, http: { corsOrigins: [], trustedProxies: [], rateLimits: {} } },
  logger: undefined,
};

const hollowContainer = (): Container => {
  const cradle = new Proxy(DESCRIBED, { get: (known, name) => (name in known ? known[name as keyof typeof known] : unconnected) });
  return { cradle, dispose: async () => {} } as unknown as Container;
};

/** The OpenAPI document of all routes, without a database or anything else that has to be started. */
export async function openApiDocument(): Promise<OpenApiDocument> {
  const app = await buildApp({ container: hollowContainer() });
  try {
    return app.swagger() as unknown as OpenApiDocument;
  } finally {
    await app.close();
  }
}
