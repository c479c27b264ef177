/** A handler of the app has thrown: the browser's console tells it, and everybody else still hears. */
export function report(error: unknown): void {
  if (typeof reportError === "function") reportError(error);
  else
    queueMicrotask(() => {
      throw error;
    });
}

/** Calls a handler of the app. */
export function call<Args extends readonly unknown[]>(handler: ((...args: Args) => void) | undefined, ...args: Args): void {
  try {
    handler?.(...args);
  } catch (error) {
    report(error);
  }
}
