import type { Logger } from 'pino';
import { restUntilWoken } from './rest.ts';

type Deps = {
  /** Who works, as the logs call it: "The relay". */
  readonly who: string;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** How long it rests where nobody calls. */
  readonly pollMs: number;
  /** Says whether there may be more to do at once. */
  readonly turn: () => Promise<boolean>;
};

export type Turns = {
  /** Ends the rest. */
  wake(): void;
  /** Lets the turn that is being taken end, and takes no other. */
  close(): Promise<void>;
};

/** Takes turn after turn until it is closed. It never gives up: a turn that fails is taken again after a rest, and what is told is that it fails and that it works again. */
export const takeTurns = ({ who, logger, pollMs, turn }: Deps): Turns => {
  const rest = restUntilWoken(pollMs);
  let stopped = false;
  let failing = false;

  const attemptTurn = async (): Promise<boolean> => {
    try {
      const more = await turn();
      if (failing) logger.info(`${who} works again`);
      failing = false;
      return more;
    } catch (error) {
      if (!failing) logger.warn({ err: error }, `${who} cannot work; it tries again`);
      failing = true;
      return false;
    }
  };

  const run = async (): Promise<void> => {
    while (!stopped) if (!(await attemptTurn()) && !stopped) await rest.begin();
  };
  const ended = run();

  return {
    wake: rest.wake,
    async close() {
      stopped = true;
      rest.wake();
      await ended;
    },
  };
};
