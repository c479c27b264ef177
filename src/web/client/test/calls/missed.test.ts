import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { harness, settle } from "../harness.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

describe("the number of missed calls", () => {
  it("doesn't go back to an answer that was on its way when it was told anew", async () => {
    const { server, client } = harness();
    const answers: (() => void)[] = [];
    let missed = 1;
    server.intercept = (socket, { type, data }) => {
      if (type !== "call.history") return false;
      const counted = missed;
      answers.push(() => socket.say("call.history", { ref: data.ref, calls: [], more: false, missed: counted }));
      return true;
    };
    client.connect();
    await settle();
    missed = 0;
    server.last.say("call.unseen", { missed });
    await settle();
    answers.shift()?.();
    await settle();
    answers.shift()?.();
    await settle();
    expect(client.calls.history.state.get().unseen).toBe(0);
    expect(answers).toEqual([]);
  });
});
