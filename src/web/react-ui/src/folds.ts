import { Store, type Message } from "@akkarealtime/client";
import { useClient, useReadable } from "@akkarealtime/react";
import { useCallback } from "react";
import { forgetWith } from "./forget.ts";

/** Messages of people whom I have blocked that I look at all the same, by their ids, until the page is loaded anew. */
export const unfolded = new Store<ReadonlySet<string>>(new Set());

forgetWith(() => unfolded.set(new Set()));

/** Whether what somebody wrote is folded; undefined where I haven't blocked them. */
export type FoldOf = (message: Pick<Message, "id" | "by">) => boolean | undefined;

/** Another function whenever something else is folded. In a room of two nothing is: there they can't write any more. */
export function useFolds(isDirect: boolean): FoldOf {
  const blocked = useReadable(useClient().blocks.all);
  const shown = useReadable(unfolded);
  return useCallback(({ id, by }) => (!isDirect && blocked?.has(by) ? !shown.has(id) : undefined), [blocked, shown, isDirect]);
}
