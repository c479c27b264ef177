import type { OwnLogEventEnvelope } from "./generated.ts";

/** What the types of the server's own messages begin with (protocol §7). */
const reservedPrefixes = ["session", "chat", "call", "status", "people", "topic", "push", "error"] as const;
type ReservedPrefix = (typeof reservedPrefixes)[number];

/** A type that an app can't use. */
export type ReservedType = ReservedPrefix | `${ReservedPrefix}.${string}`;

const reserved: ReadonlySet<string> = new Set(reservedPrefixes);

/** Whether a type is an app's, and not one of the server's own. */
export function isOwnType(type: string): boolean {
  return !reserved.has(type.split(".", 1)[0] ?? "");
}

/** An event of an app in a room's log has all of these; any other event of an app lacks one of them. */
export function isOwnLogEvent(envelope: { type: string; data: object }): envelope is OwnLogEventEnvelope {
  const { room, seq, at, by } = envelope.data as Readonly<Record<string, unknown>>;
  return isOwnType(envelope.type) && typeof room === "string" && Number.isSafeInteger(seq) && typeof at === "string" && typeof by === "string";
}
