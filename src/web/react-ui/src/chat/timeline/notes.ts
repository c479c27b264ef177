import { Store } from "@akkarealtime/client";
import { forgetWith } from "../../forget.ts";

/** What I alone am told in a room, in this tab, until it is loaded anew. */
export interface Note {
  readonly key: string;
  /** The room's newest event when it came. */
  readonly seq: number;
  readonly at: string;
  readonly text: string;
}

/** By room. */
export const notes = new Store<ReadonlyMap<string, readonly Note[]>>(new Map());

forgetWith(() => notes.set(new Map()));
