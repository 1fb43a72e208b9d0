import { DomainError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Settings } from '../ports.ts';
import { isOn, moduleOfCommand } from '../switchable-modules.ts';
import { configuredIn } from './read-settings.ts';

/** CFG-02: nothing is carried out that was asked for of a module which is switched off by now. @throws DomainError `module.off` */
export const refuseWhileOff = async (settings: Settings, command: string, clock: Clock): Promise<void> => {
  const name = moduleOfCommand(command);
  if (name === undefined || isOn(await configuredIn(settings, clock), name)) return;
  throw new DomainError('module.off', `${name} is switched off (features.${name}): what was asked for of it waits, until it expires.`);
};
