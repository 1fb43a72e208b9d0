import { IMPORT_CONSUMER } from '@dms/domain/notifications/ports';
import type { Consumer } from '../consumers.ts';
import { importSteps, type ImportUses } from '../imports/import-steps.ts';

const importOfFile: Consumer<ImportUses, { importId: string }> = {
  // Somebody asks for it: no event does.
  on: [],
  work: () => undefined,
  handle:
    (uses) =>
    ({ importId }, { actor }) =>
      importSteps(uses, importId, actor),
};

export const inventory = { [IMPORT_CONSUMER]: importOfFile };
