import type { Readable } from "@akkarealtime/client";
import { onScopeDispose, shallowRef, type ShallowRef } from "vue";

/** A value of the client as a ref, for as long as the component is there: `const rooms = useReadable(client.rooms.list)`. */
export function useReadable<T>(readable: Readable<T>): Readonly<ShallowRef<T>> {
  const value = shallowRef(readable.get());
  onScopeDispose(readable.subscribe(() => (value.value = readable.get())));
  return value;
}
