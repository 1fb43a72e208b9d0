import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import bcrypt from 'bcrypt';

// One thread that does nothing but bcrypt, one password after the other.

export type Question = { readonly id: number; readonly password: string } & ({ readonly rounds: number } | { readonly hash: string });
export type Reply = { readonly id: number } & ({ readonly answer: string | boolean } | { readonly failure: string });

const LESS_URGENT = 5;

// On Linux a priority is a thread's own: whoever answers requests comes first. Elsewhere it would slow the whole process down.
if (process.platform === 'linux') setPriority(0, LESS_URGENT);

const answerOf = (question: Question): string | boolean =>
  'rounds' in question ? bcrypt.hashSync(question.password, question.rounds) : bcrypt.compareSync(question.password, question.hash);

parentPort?.on('message', (question: Question) => {
  let reply: Reply;
  try {
    reply = { id: question.id, answer: answerOf(question) };
  } catch (error) {
    reply = { id: question.id, failure: String(error) };
  }
  parentPort?.postMessage(reply);
});
