import type { Imports } from '../imports/ports.ts';
import { absent } from '../shared/errors.ts';
import type { WorkingTables } from './tables.ts';

export const memoryImports = ({ imports, importRefusals }: WorkingTables): Imports => ({
  getForChange: async (id) => {
    const going = imports.find(id);
    if (!going) throw absent('import');
    return going;
  },
  add: (started) => imports.add(started),
  keep: (going, refused) => {
    for (const { line, reason } of refused) importRefusals.put({ id: `${going.id} ${line}`, importId: going.id, line, reason });
  },
});
