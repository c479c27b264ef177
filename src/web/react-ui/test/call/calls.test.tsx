import type { CallSessionState, RemoteParticipant } from "@akkarealtime/client";
import { describe, expect, it } from "vitest";
import { news } from "../../src/components/call/Announcer.tsx";
import { outcomeText } from "../../src/components/call/CallHistory.tsx";
import { problemText } from "../../src/components/call/Notices.tsx";
import { mainOf } from "../../src/components/call/Stage.tsx";

const remote = (user: string, media: Partial<RemoteParticipant["media"]> = {}) =>
  ({ participant: `${user}/d`, user, name: user, media: { audio: true, video: true, screen: false, ...media } }) as RemoteParticipant;

const call = (remotes: readonly RemoteParticipant[], rest: Partial<CallSessionState> = {}) =>
  ({ remotes, hands: [], speaker: null, phase: "active", ...rest }) as unknown as CallSessionState;

describe("who is shown large", () => {
  const three = [remote("ann"), remote("ben"), remote("cem")];

  it("is nobody in a grid, and whoever spoke last in the speaker's view", () => {
    expect(mainOf(call(three, { speaker: "ben/d" }), "grid", null)).toBeNull();
    expect(mainOf(call(three, { speaker: "ben/d" }), "speaker", null)).toBe("ben/d");
    expect(mainOf(call(three), "speaker", null)).toBe("ann/d");
  });

  it("is whoever shows a screen, and before that whom I keep large, as long as they are in", () => {
    const shared = [remote("ann"), remote("ben", { screen: true })];
    expect(mainOf(call(shared), "grid", null)).toBe("ben/d");
    expect(mainOf(call(shared), "grid", "ann/d")).toBe("ann/d");
    expect(mainOf(call(shared), "grid", "gone/d")).toBe("ben/d");
    expect(mainOf(call([remote("ben", { screen: true, hold: true })]), "grid", null)).toBeNull();
  });
});

describe("what is announced", () => {
  it("names who came, went, raised a hand, shows a screen or holds, and nothing else", () => {
    const before = call([remote("ann"), remote("ben")]);
    const now = call([remote("ann", { screen: true, hold: true }), remote("cem")], { hands: ["cem/d", "me/d"] });
    expect(news(before, now, "me/d")).toBe("ann is sharing their screen. ann put the call on hold. cem is in the call. ben left the call. cem raised a hand.");
    expect(news(now, now, "me/d")).toBe("");
  });
});

describe("a device that can't be had", () => {
  it("is explained with what to do and what it means", () => {
    expect(problemText({ problem: null, obstacle: null })).toBeNull();
    expect(problemText({ problem: "no-camera", obstacle: "denied" })).toContain("Allow it with the icon next to the address");
    expect(problemText({ problem: "no-microphone", obstacle: "busy" })).toContain("Another app may be using it");
    expect(problemText({ problem: "nothing", obstacle: "missing" })).toBe(
      "Your microphone and camera weren’t found. Is everything plugged in? You can see and hear others, but they can’t see or hear you.",
    );
  });
});

describe("an entry of the history", () => {
  const ended = { state: "ended", missed: false, direction: "outgoing", outcome: "hangup", durationMs: 65_000 } as const;
  it.each([
    [ended, "Outgoing · 1:05"],
    [{ ...ended, direction: "incoming", outcome: "declined", durationMs: 0 } as const, "Incoming · declined"],
    [{ ...ended, outcome: "timeout", durationMs: 0 } as const, "Outgoing · no answer"],
    [{ ...ended, direction: "incoming", missed: true, outcome: "busy", durationMs: 0 } as const, "Missed while you were busy"],
    [{ ...ended, state: "active", durationMs: 0 } as const, "In progress"],
  ])("%o reads as %s", (entry, text) => {
    expect(outcomeText(entry)).toBe(text);
  });
});
