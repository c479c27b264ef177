import { beforeEach, expect, it } from "vitest";
import { setLanguage } from "../../src/i18n/language.ts";
import { noticeOf, type Push } from "../../src/push/notice.ts";

const message: Push = { kind: "message", tag: "room-r", room: "r", from: { id: "alice", name: "Alice" }, at: "2026-01-01T12:00:00.000Z", messageId: "m", text: "**hello**\n> you", unread: 3 };
const call: Push = { kind: "call", tag: "call-c", room: "r", from: { id: "alice", name: "Alice" }, at: "2026-01-01T12:00:00.000Z", callId: "c", media: "video", expiresAt: "2026-01-01T12:00:45.000Z" };

const says = (push: Push) => {
  const { title, body } = noticeOf(push);
  return `${title}: ${body}`;
};

beforeEach(() => setLanguage("en"));

it("a message says who wrote what, and in which group", () => {
  expect(noticeOf(message)).toEqual({ title: "Alice", body: "hello you", isLoud: true, stays: false, data: { room: "r", message: "m", unread: 3 } });
  expect(says({ ...message, roomName: "Team" })).toBe("Alice in Team: hello you");
  expect(says({ ...message, text: "", files: [{ name: "a.png" }, { name: "v", voiceMs: 65_400 }] })).toBe("Alice: a.png, Voice message (1:05)");
});

it("a call rings until somebody has seen to it", () => {
  expect(says(call)).toBe("Alice is calling: Incoming video call");
  expect(noticeOf(call)).toMatchObject({ isLoud: true, stays: true, data: { unread: 0 } });
  expect(says({ ...call, roomName: "Team", media: "audio" })).toBe("Alice is calling: Incoming voice call in Team");
});

it("its end says quietly what became of it", () => {
  const end: Push = { ...call, kind: "call-ended" };
  expect(says({ ...end, outcome: "missed" })).toBe("Missed call from Alice: Missed video call");
  expect(says({ ...end, outcome: "answered" })).toBe("Call from Alice: Answered on another device");
  expect(says({ ...end, outcome: "declined" })).toBe("Call from Alice: The call is over");
  expect(noticeOf({ ...end, outcome: "answered" })).toMatchObject({ isLoud: false, stays: false, data: { unread: 0 } });
});

it("is said in the language of the page", async () => {
  await setLanguage("de");
  expect(says({ ...call, kind: "call-ended", outcome: "answered" })).toBe("Anruf von Alice: Auf einem anderen Gerät angenommen");
});
