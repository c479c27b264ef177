import type { CallsState, ConnectionSnapshot, MembersState, Outgoing, OwnStatus, Pins, PinsState, Room, RoomSettings, RoomState, Status } from "@akkarealtime/client";
import { useEffect, useMemo } from "react";
import { useClient } from "./context.ts";
import { useReadable } from "./use-readable.ts";

export function useConnection(): ConnectionSnapshot {
  return useReadable(useClient().connection.snapshot);
}

/** My rooms, the one with the newest message first. */
export function useRooms(): readonly Room[] {
  return useReadable(useClient().rooms.list);
}

export function useRoomsLoaded(): boolean {
  return useReadable(useClient().rooms.loaded);
}

/** How I have set up my rooms, by their ids. */
export function useSettings(): ReadonlyMap<string, RoomSettings> {
  return useReadable(useClient().settings.all);
}

/** One room and its timeline, loaded as soon as somebody looks at it; undefined while it isn't one of mine. */
export function useRoom(id: string | null): RoomState | undefined {
  const { rooms } = useClient();
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
  const items = useReadable(useClient().outbox.items);
  return useMemo(() => items.filter((item) => item.room === room), [items, room]);
}

/** Channels that I look into without being a member. */
export function usePreviews(): readonly Room[] {
  return useReadable(useClient().rooms.previews);
}

/** What is pinned in a room, followed for as long as the component lives; `pins` loads older ones. Undefined while the room isn't one of mine. */
export function usePins(room: string): { readonly pins: Pins; readonly state: PinsState } | undefined {
  const { rooms } = useClient();
  useReadable(rooms.list);
  const pins = rooms.pins(room);
  useEffect(() => pins?.hold(), [pins]);
  const state = useReadable(pins?.state);
  return pins && state && { pins, state };
}

/** Who is in a room: the first page, loaded as soon as somebody looks, and again after a reconnect. */
export function useMembers(room: string): MembersState {
  const { members } = useClient();
  const { state: connection } = useConnection();
  const state = useReadable(members.of(room));
  useEffect(() => {
    if (connection === "ready" && state.state === "unloaded") members.load(room);
  }, [members, room, connection, state.state]);
  return state;
}

/** Draws again when somebody's name has been learned. */
export function useNames(): (user: string, told?: string) => string {
  const { people } = useClient();
  useReadable(people.changes);
  return people.nameOf;
}

/** User ids of those who type in a room, without me. */
export function useTyping(room: string): readonly string[] {
  return useReadable(useClient().typing.in(room));
}

/** The status of a user, followed for as long as the component lives. */
export function usePresence(user: string | undefined): Status | undefined {
  const { presence } = useClient();
  useEffect(() => (user === undefined ? undefined : presence.watch(user)), [presence, user]);
  return useReadable(user === undefined ? undefined : presence.of(user));
}

export function useMyStatus(): OwnStatus | null {
  return useReadable(useClient().presence.mine);
}

export function useCalls(): CallsState {
  return useReadable(useClient().calls.state);
}
