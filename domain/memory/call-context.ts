/**
 * Knows what was called from inside what, over every `await`. On Node an `AsyncLocalStorage` is one as it stands. Not given by
 * ECMAScript, and nothing that the domain could find out itself.
 */
export type CallContext<Value> = {
  run<Result>(value: Value, work: () => Result): Result;
  getStore(): Value | undefined;
};

/**
 * For a host that has no such thing and awaits each use case before it calls the next: then whatever is called while a unit
 * runs was called from inside it. With two callers at once it would take the second for a part of the first.
 */
export const oneCallerAtATime = <Value>(): CallContext<Value> => {
  let value: Value | undefined;
  return {
    run: (inside, work) => {
      value = inside;
      return work();
    },
    getStore: () => value,
  };
};
