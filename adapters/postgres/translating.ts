import { translated } from './faults.ts';

/** The same port, whose failures are told in the language of the business: what a transaction does for the writes. */
export const translating = <Port extends object>(port: Port): Port =>
  Object.fromEntries(
    Object.entries(port).map(([name, call]: [string, (...args: unknown[]) => unknown]) => [
      name,
      (...args: unknown[]) => {
        const result = call(...args);
        return result instanceof Promise ? result.catch(rethrow) : result;
      },
    ]),
  ) as Port;

const rethrow = (error: unknown): never => {
  throw translated(error);
};
