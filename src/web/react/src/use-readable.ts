import type { Readable } from "@akkarealtime/client";
import { useSyncExternalStore } from "react";

const never = () => () => undefined;
const nothing = () => undefined;

/** The value of a store of the client; renders again when it changes. */
export function useReadable<T>(readable: Readable<T>): T;
export function useReadable<T>(readable: Readable<T> | undefined): T | undefined;
export function useReadable<T>(readable: Readable<T> | undefined): T | undefined {
  return useSyncExternalStore<T | undefined>(readable?.subscribe ?? never, readable?.get ?? nothing);
}
