// The parts of calls: one file of the built page.
import "./components/icons-later.ts";
import "./styles/later.css";
import "./styles/call.css";
export { CallHistoryDialog } from "./components/call/CallHistory.tsx";
export { CallNotes } from "./components/call/CallNotes.tsx";
export { CallView } from "./components/call/CallView.tsx";
export { PreJoin } from "./components/call/PreJoin.tsx";
export { Ringer } from "./components/call/Ringer.tsx";
export { Ringing } from "./components/call/Ringing.tsx";
export { RoomCallBanner } from "./components/call/RoomCallBanner.tsx";
export { getUserMedia } from "./media/camera.ts";
