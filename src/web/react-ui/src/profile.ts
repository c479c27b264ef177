import { Store } from "@akkarealtime/client";

/** Whose card is open. */
export const profile = new Store<string | null>(null);
