import { threads, type ThreadMark, type ThreadsState } from "@akkarealtime/client/threads";
import { useClient } from "./context.ts";
import { useReadable } from "./use-readable.ts";

/** Threads that I follow, and in how many of them there is something unread. */
export function useThreads(): ThreadsState {
  return useReadable(threads(useClient()).state);
}

/** How it stands between me and the thread that begins with this message; undefined where nothing is known: then it has nothing unread. */
export function useThread(root: string): ThreadMark | undefined {
  return useThreads().marks.get(root);
}
