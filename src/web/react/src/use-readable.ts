import type { Readable } from "@akkarealtime/client";
import { useSyncExternalStore } from "react";

const never = () => () => undefined;
const nothing = () => undefined;

/** The value of a store of the client; renders again when it changes. */
export function useReadable<T>(readable: Readable<T>): T;
export function useReadable<T>(readable: Readable<T> | undefined): T | undefined;
export function useReadable<T>(readable: Readable<T> | undefined): T | undefined {
  const get = readable?.get ?? nothing;
  // A page that is drawn on a server shows what the client has there: that it isn't connected yet.
  return useSyncExternalStore<T | undefined>(readable?.subscribe ?? never, get, get);
}

/** A part of such a value: renders again when that part is another. The part is taken as it is, never made. */
export function useSelected<T, S>(readable: Readable<T>, select: (value: T) => S): S {
  const get = () => select(readable.get());
  return useSyncExternalStore(readable.subscribe, get, get);
}
