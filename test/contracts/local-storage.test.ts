import { localStorage } from '../../adapters/storage/local-storage.ts';
import { workFolder } from '../support/test-home.ts';
import { storageContract } from './storage.ts';

storageContract('a local folder', async () => localStorage({ folder: await workFolder('storage') }));
