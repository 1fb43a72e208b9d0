import { loadConfig } from '../../adapters/config.ts';
import { buildContainer } from '../../adapters/container.ts';
import { startWorkers } from '../../workers/run.ts';

// The workers as `dms worker` starts them, all of them in one process.

const config = loadConfig();
const container = await buildContainer(config, {});
const workers = await startWorkers({ container, config, queues: ['all'] });
console.log(JSON.stringify({ ready: true, url: 'http://127.0.0.1:0' }));
process.on('SIGTERM', () => void workers.close(10_000).then(() => container.dispose()));
