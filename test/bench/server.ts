import { loadConfig } from '../../adapters/config.ts';
import { buildContainer } from '../../adapters/container.ts';
import { startHttp } from '../../http/server.ts';

// The API as `dms api` serves it, but for the limits of requests: fifty clients would run into those at once.

const NO_LIMIT = 1_000_000_000;

const config = loadConfig();
const http = { ...config.http, rateLimits: { auth: NO_LIMIT, search: NO_LIMIT, export: NO_LIMIT, public: NO_LIMIT } };
const container = await buildContainer({ ...config, http }, {}, { withoutBackground: true });
const api = await startHttp({ container });
console.log(JSON.stringify({ ready: true, url: api.url }));
process.on('SIGTERM', () => void api.close().then(() => container.dispose()));
