interface Waiting {
  readonly run: () => void;
}

/** Web Locks of one browser, in memory: exclusive ones, in order of request. */
export function fakeLocks(): LockManager {
  const held = new Map<string, Waiting[]>();
  const request = async <T>(name: string, options: LockOptions, work: (lock: Lock | null) => T | Promise<T>): Promise<T> => {
    const queue = held.get(name);
    if (queue && options.ifAvailable === true) return await work(null);
    if (queue) {
      await new Promise<void>((run, refuse) => {
        const waiting = { run };
        queue.push(waiting);
        options.signal?.addEventListener("abort", () => {
          queue.splice(queue.indexOf(waiting), 1);
          refuse(new DOMException("aborted", "AbortError"));
        });
      });
    } else {
      held.set(name, []);
    }
    try {
      return await work({ name, mode: "exclusive" });
    } finally {
      const next = held.get(name)?.shift();
      if (next) next.run();
      else held.delete(name);
    }
  };
  const either = (name: string, ...rest: unknown[]) => {
    const work = rest.at(-1) as (lock: Lock | null) => unknown;
    return request(name, rest.length > 1 ? (rest[0] as LockOptions) : {}, work);
  };
  return { request: either, query: () => Promise.resolve({ held: [...held.keys()].map((name) => ({ name })), pending: [] }) } as LockManager;
}
