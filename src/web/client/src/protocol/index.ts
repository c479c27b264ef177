export * from "./generated.ts";
export { decode, type Envelope } from "./envelope.ts";
export { isLogEvent } from "./log-events.ts";
