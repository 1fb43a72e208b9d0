import { configured } from '../configuration/configured.ts';
import type { Configuration } from '../configuration/ports.ts';
import type { Clock } from '../shared/ports.ts';
import type { Memory } from './unit-of-work.ts';

/** What the store of one process has now: there is nobody else who could have changed it. */
export const memoryConfiguration = ({ memory, clock }: { readonly memory: Memory; readonly clock: Clock }): Configuration => {
  const current = () => configured(memory.rows('settings'), clock);
  return { current, latest: current };
};
