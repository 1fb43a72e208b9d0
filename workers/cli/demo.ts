import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { Command } from 'commander';
import { dataFolder, readAddresses } from '../../adapters/embedded/data-folder.ts';
import type { Step } from './demo/walk.ts';
import { CommandFailure, EXIT, exitCodeOf, failureText } from './exit-codes.ts';

type Told = { readonly step: number; readonly what: string; readonly who: string; readonly result: string };

/** Where to walk: the server named, or the one that has written down its address. */
const serverOf = (named: string | undefined, folder: string): string => {
  const url = named ?? readAddresses(folder)?.url;
  if (url === undefined)
    throw new CommandFailure(
      `No server has left its address in ${folder}. \`npm start\` starts one; --url names one elsewhere.`,
      EXIT.unavailable,
    );
  return url.replace(/\/+$/, '');
};

const line = ({ step, what, who, result }: Told): string =>
  [
    styleText('dim', String(step).padStart(2)),
    styleText('bold', what.padEnd(40)),
    styleText('cyan', who.padEnd(9)),
    `${styleText('green', '✓')} ${result}`,
  ].join('  ');

/** Counts the steps, tells of each, and says of a failure at which one it was. */
const stepper = (tell: (told: Told) => void): Step => {
  let step = 0;
  return async (what, who, work) => {
    step += 1;
    try {
      const [result, text] = await work();
      tell({ step, what, who, result: text });
      return result;
    } catch (error) {
      if (!(error instanceof CommandFailure)) throw error;
      throw new CommandFailure(`Step ${step}, "${what}" (${who}): ${error.message}`, error.exitCode);
    }
  };
};

const saveIn =
  (folder: string) =>
  (bytes: Uint8Array): string => {
    const file = join(folder, 'demo-invoice.pdf');
    mkdirSync(folder, { recursive: true, mode: 0o711 });
    writeFileSync(file, bytes);
    return file;
  };

type Options = { url?: string; json?: boolean };

const run = async ({ url: named, json = false }: Options): Promise<void> => {
  const folder = dataFolder();
  const url = serverOf(named, folder);
  const steps: Told[] = [];
  const tell = (told: Told): void => {
    steps.push(told);
    if (!json) console.log(line(told));
  };
  if (!json) console.log(`The main job at ${url}\n`);
  const { walk } = await import('./demo/walk.ts');
  try {
    const walked = await walk({ url, step: stepper(tell), savePdf: saveIn(folder) });
    console.log(json ? JSON.stringify({ done: true, url, ...walked, steps }) : `\nThe job is done. The invoice is in ${walked.pdf}`);
  } catch (error) {
    if (json) console.log(JSON.stringify({ done: false, url, failure: failureText(error), exitCode: exitCodeOf(error), steps }));
    throw error;
  }
};

export const demoCommand = (): Command =>
  new Command('demo')
    .description('walks the main job against a running server with demo data, from the login to the handover')
    .option('--url <url>', 'of the server; by default the one that runs here')
    .option('--json', 'print one line of JSON at the end')
    .action(run);
