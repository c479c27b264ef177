import type { KeyValueStorage } from "../connection/environment.ts";

export interface NamePlace {
  readonly storage: KeyValueStorage;
  readonly storageKey: string;
}

export interface KeptNames {
  /** The names are as they were at this time of the server's, or newer. */
  readonly asOf?: string | undefined;
  readonly names: readonly (readonly [user: string, name: string])[];
}

/** What an earlier page knew. Names without a time are of an earlier version, and could be any age: they are asked for anew. */
export function load({ storage, storageKey }: NamePlace): KeptNames {
  try {
    const kept: unknown = JSON.parse(storage.getItem(storageKey) ?? "null");
    if (typeof kept !== "object" || kept === null || !("asOf" in kept) || !("names" in kept)) return { names: [] };
    const { asOf, names } = kept;
    if (typeof asOf !== "string" || !Array.isArray(names)) return { names: [] };
    return { asOf, names: names.filter((pair): pair is [string, string] => Array.isArray(pair) && typeof pair[0] === "string" && typeof pair[1] === "string") };
  } catch {
    return { names: [] };
  }
}
