/** A rest that ends when it is over or somebody calls; a call while awake makes the next rest end at once. */
export const restUntilWoken = (restMs: number) => {
  let called = false;
  let end: (() => void) | undefined;
  return {
    wake: (): void => {
      called = true;
      end?.();
    },
    begin: async (): Promise<void> => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, restMs);
      end = resolve;
      if (!called) await promise;
      clearTimeout(timer);
      called = false;
      end = undefined;
    },
  };
};
