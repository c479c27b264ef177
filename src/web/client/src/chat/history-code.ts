/** What it takes to look into a room's log, apart from what every chat begins with: it comes in a file of its own. */
export { LoadedPart } from "./loaded-part.ts";
export { findMissed } from "./missed.ts";
