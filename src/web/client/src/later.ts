import { RequestError } from "./connection/requests.ts";

/** Code that is fetched when it is first needed. Rejects with `unavailable` where it can't be had, and tries again when it is asked again. */
export type Later<Code> = () => Promise<Code>;

/** By an `import()`, which a bundler makes a file of its own. A file that doesn't come is as a request that isn't answered: whoever asks again for the one does for the other. */
export function later<Code>(load: () => Promise<Code>): Later<Code> {
  return () =>
    load().catch(() => {
      throw new RequestError("unavailable", "Code could not be fetched.");
    });
}
