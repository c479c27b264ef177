import type { Connection } from "../../connection/connection.ts";
import type { CallSession } from "./call-session.ts";

/** Hands on what the server says of one call to the session of that call, if this page is in it. */
export function handOn(connection: Connection, sessionOf: (callId: string) => CallSession | null): void {
  connection.on("call.ringing", ({ callId, user }) => sessionOf(callId)?.invited(user, "ringing"));
  connection.on("call.declined", ({ callId, user }) => sessionOf(callId)?.invited(user, "declined"));
  connection.on("call.busy", ({ callId, user }) => sessionOf(callId)?.invited(user, "busy"));
  connection.on("call.no-answer", ({ callId, user }) => sessionOf(callId)?.invited(user, "missed"));
  connection.on("call.host", ({ callId, host }) => sessionOf(callId)?.hostChanged(host));
  connection.on("call.muted", ({ callId, by }) => void sessionOf(callId)?.muted(by));
  connection.on("call.reaction", ({ callId, participant, emoji }) => sessionOf(callId)?.reacted(participant, emoji));
  connection.on("call.participant-joined", ({ callId, ...participant }) => sessionOf(callId)?.participantJoined(participant));
  connection.on("call.participant-left", ({ callId, participant, reason }) => sessionOf(callId)?.participantLeft(participant, reason));
  connection.on("call.mode", ({ callId, mode, sfu }) => sessionOf(callId)?.modeChanged(mode, sfu));
  connection.on("call.signal", (signal) => sessionOf(signal.callId)?.signal(signal));
  connection.on("call.media", ({ callId, participant, ...media }) => sessionOf(callId)?.mediaChanged(participant, media));
}
