import type { CallsState, ConnectionSnapshot, MembersState, Outgoing, OwnStatus, Pins, PinsState, Readable, Room, Rooms, RoomSettings, RoomState, Status } from "@akkarealtime/client";
import { useEffect, useMemo } from "react";
import { usePart } from "./context.ts";
import { useReadable } from "./use-readable.ts";

const noRooms: readonly Room[] = [];
/** Of a client whose rooms are the basic ones. */
const none: Readable<readonly Room[]> = { get: () => noRooms, subscribe: () => () => undefined };

/** The state of the connection. */
export function useConnection(): ConnectionSnapshot {
  return useReadable(usePart("connection").snapshot);
}

/** My rooms, the one with the newest message first. */
export function useRooms(): readonly Room[] {
  return useReadable(usePart("rooms").list);
}

/** Whether the list of rooms is there. */
export function useRoomsLoaded(): boolean {
  return useReadable(usePart("rooms").loaded);
}

/** How I have set up my rooms, by their ids. */
export function useSettings(): ReadonlyMap<string, RoomSettings> {
  return useReadable(usePart("settings").all);
}

/** One room and its timeline, loaded as soon as somebody looks at it; undefined while it isn't one of mine. */
export function useRoom(id: string | null): RoomState | undefined {
  const rooms = usePart("rooms");
  // A room may come and go, and come back as another object: the list changes whenever that happens.
  useReadable(rooms.list);
  const state = useReadable(id === null ? undefined : rooms.room(id));
  const isUnloaded = state?.history === "unloaded";
  useEffect(() => {
    if (id !== null && isUnloaded) rooms.open(id);
  }, [rooms, id, isUnloaded]);
  return state;
}

/** What I have typed into a room and the server has not stored yet, in order. */
export function useOutgoing(room: string): readonly Outgoing[] {
  const items = useReadable(usePart("outbox").items);
  return useMemo(() => items.filter((item) => item.room === room), [items, room]);
}

/** Channels that I look into without being a member. */
export function usePreviews(): readonly Room[] {
  const { previews = none } = usePart("rooms") as Partial<Rooms>;
  return useReadable(previews);
}

/** What is pinned in a room, followed for as long as the component lives; `pins` loads older ones. Undefined while the room isn't one of mine. */
export function usePins(room: string): { readonly pins: Pins; readonly state: PinsState } | undefined {
  const rooms = usePart("rooms");
  useReadable(rooms.list);
  const pins = rooms.pins(room);
  useEffect(() => pins?.hold(), [pins]);
  const state = useReadable(pins?.state);
  return pins && state && { pins, state };
}

/** Who is in a room: the first page, loaded as soon as somebody looks, and again after a reconnect. */
export function useMembers(room: string): MembersState {
  const members = usePart("members");
  const { state: connection } = useConnection();
  const state = useReadable(members.of(room));
  useEffect(() => {
    if (connection === "ready" && state.state === "unloaded") members.load(room);
  }, [members, room, connection, state.state]);
  return state;
}

/** Draws again when somebody's name has been learned. */
export function useNames(): (user: string, told?: string) => string {
  const people = usePart("people");
  useReadable(people.changes);
  return people.nameOf;
}

/** User ids of those who type in a room, without me. */
export function useTyping(room: string): readonly string[] {
  return useReadable(usePart("typing").in(room));
}

/** The status of a user, followed for as long as the component lives. */
export function usePresence(user: string | undefined): Status | undefined {
  const presence = usePart("presence");
  useEffect(() => (user === undefined ? undefined : presence.watch(user)), [presence, user]);
  return useReadable(user === undefined ? undefined : presence.of(user));
}

/** The status of who is signed in; null until the server has said it. */
export function useMyStatus(): OwnStatus | null {
  return useReadable(usePart("presence").mine);
}

/** The calls of who is signed in. */
export function useCalls(): CallsState {
  return useReadable(usePart("calls").state);
}
