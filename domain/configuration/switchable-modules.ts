import type { ApprovableName } from '../approvals/ports.ts';
import { IMPORT_CONSUMER, TELLING, type WorkKind } from '../notifications/ports.ts';
import { WEBHOOK } from '../webhooks/ports.ts';
import type { Configured } from './ports.ts';
import type { ScheduleName } from './schedules.ts';

type Switchable = {
  /** What there is nothing of while it is off. */
  readonly what: string;
  /** Its work in the background, which rests meanwhile. */
  readonly work?: readonly WorkKind[];
  /** Its schedules, of which nothing is due meanwhile. */
  readonly schedules?: readonly ScheduleName[];
  /** What of it may be asked for, and is not approved meanwhile. */
  readonly commands?: readonly ApprovableName[];
};

/**
 * CFG-02: the one table of the modules that a dealer can run without, each switched by `features.<module>`. Its routes are those that
 * `http/modules.ts` lists under the same name. A module adds a line here if no other one needs its routes or its work to keep the books: what
 * others call of it goes on, so that no warranty is missing later and no event is lost (ADR 47).
 */
export const switchableModules = {
  'stock-transfers': {
    what: 'transfers of stock between branches',
    commands: ['createTransfer', 'approveTransfer', 'cancelTransfer', 'decideVariance', 'recallTransfer'],
  },
  warranty: {
    what: 'terms of warranties, claims, and the reminder before a warranty ends',
    schedules: ['warranty-reminders'],
    commands: ['setWarrantyTerms', 'decideWarrantyClaim', 'settleWarrantyClaim'],
  },
  reports: { what: 'reports' },
  broadcasts: {
    what: 'messages to many at once',
    work: [{ consumer: TELLING, payload: { name: 'BroadcastStarted' } }],
    commands: ['startBroadcast'],
  },
  webhooks: { what: 'webhooks and what they are told', work: [{ consumer: WEBHOOK }] },
  imports: { what: 'files that are brought in over the API', work: [{ consumer: IMPORT_CONSUMER }] },
} as const satisfies Record<string, Switchable>;

export type SwitchableModule = keyof typeof switchableModules;

export const switchableNames = Object.keys(switchableModules) as readonly SwitchableModule[];
export const isSwitchable = (name: string): name is SwitchableModule => Object.hasOwn(switchableModules, name);

const lineOf = (name: SwitchableModule): Switchable => switchableModules[name];

type Asked = Pick<Configured, 'of'>;

export const isOn = (configured: Asked, name: SwitchableModule): boolean => configured.of(`features.${name}`);
export const switchedOff = (configured: Asked): readonly SwitchableModule[] => switchableNames.filter((name) => !isOn(configured, name));

/** The work of the modules that are off, which rests, and of those that are on. */
export const restingWork = (configured: Asked): { readonly off: readonly WorkKind[]; readonly on: readonly WorkKind[] } => {
  const kinds = (wanted: boolean) =>
    switchableNames.filter((name) => isOn(configured, name) === wanted).flatMap((name) => lineOf(name).work ?? []);
  return { off: kinds(false), on: kinds(true) };
};

/** The schedules of the modules that are off. */
export const restingSchedules = (configured: Asked): ReadonlySet<ScheduleName> =>
  new Set(switchedOff(configured).flatMap((name) => lineOf(name).schedules ?? []));

/** The module that a command belongs to which was asked for; none where that cannot be switched off. */
export const moduleOfCommand = (command: string): SwitchableModule | undefined =>
  switchableNames.find((name) => lineOf(name).commands?.some((each) => each === command));
