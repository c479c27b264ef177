import { logEventTypes, type LogEvent } from "./generated.ts";

const types: ReadonlySet<string> = new Set(logEventTypes);

/** An event of the log has a `seq`; the reply `chat.left` has none. */
export function isLogEvent(envelope: { type: string; data: object }): envelope is LogEvent {
  return types.has(envelope.type) && "seq" in envelope.data;
}
