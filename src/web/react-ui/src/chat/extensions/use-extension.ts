import { fetched } from "../../components/later.ts";

const known = new WeakMap<() => Promise<unknown>, () => unknown>();

/** What an app adds, once its code is there; shown under a `Boundary`, which waits for it. */
export function useExtension<Extension>(load: () => Promise<Extension>): Extension {
  const useIt = (known.get(load) as (() => Extension) | undefined) ?? fetched(load);
  known.set(load, useIt);
  return useIt();
}
