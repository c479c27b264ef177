export * from "./generated.ts";
export { decode, type Envelope } from "./envelope.ts";
export { isLogEvent } from "./log-events.ts";
export { isOwnLogEvent, isOwnType, type ReservedType } from "./own.ts";
