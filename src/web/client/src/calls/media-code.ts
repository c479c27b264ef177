// What only a call needs, fetched when one begins or before (`Calls.prepare`): a ring is shown, and answered, without it.
export { CallLinks } from "./links/call-links.ts";
export { CallMonitor } from "./media/monitor.ts";
