import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { harness, pass, settle, type Harness } from "../harness.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

/** A client that is connected and has its first count; what it shows is written down. */
async function counting(): Promise<Harness & { readonly shown: number[]; readonly tell: (missed: number, revision?: number) => Promise<void> }> {
  const all = harness();
  all.client.connect();
  await settle();
  const { history } = all.client.calls;
  const shown: number[] = [];
  history.state.subscribe(() => {
    const { unseen } = history.state.get();
    if (unseen !== (shown.at(-1) ?? 0)) shown.push(unseen);
  });
  const tell = async (missed: number, revision?: number) => {
    all.server.last.say("call.unseen", { missed, ...(revision !== undefined && { revision }) });
    await settle();
  };
  return { ...all, shown, tell };
}

/** What the server would answer to requests of this type is held back; the returned function lets the first of them go. */
function holdBack({ server }: Harness, type: string, answer: () => object): () => Promise<void> {
  const answers: (() => void)[] = [];
  server.intercept = (socket, request) => {
    if (request.type !== type) return false;
    const said = answer();
    answers.push(() => socket.say(type === "call.seen" ? "call.ok" : type, { ref: request.data.ref, ...said }));
    return true;
  };
  return async () => {
    answers.shift()?.();
    await settle();
  };
}

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

  it("doesn't even for a moment, where the server says as of when it counted", async () => {
    const all = await counting();
    await all.tell(1, 3);
    const release = holdBack(all, "call.history", () => ({ calls: [], more: false, missed: 1, revision: 3 }));
    all.client.calls.history.watch();
    await settle();
    await all.tell(0, 4);
    await release();
    expect(all.shown).toEqual([1, 0]);
  });

  it("doesn't go back to an older count that comes late", async () => {
    const { shown, tell } = await counting();
    await tell(2, 7);
    await tell(0, 9);
    await tell(1, 8);
    expect(shown).toEqual([2, 0]);
    await tell(1, 10);
    expect(shown).toEqual([2, 0, 1]);
  });

  it("keeps a call that is missed while those before it are marked as seen", async () => {
    const all = await counting();
    await all.tell(2, 5);
    const release = holdBack(all, "call.seen", () => ({ missed: 0, revision: 6 }));
    const seen = all.client.calls.history.seen();
    await settle();
    await all.tell(1, 7);
    await release();
    await seen;
    expect(all.shown).toEqual([2, 1]);
  });

  it("is what the server counted after they were marked as seen", async () => {
    const all = await counting();
    await all.tell(2, 5);
    const release = holdBack(all, "call.seen", () => ({ missed: 1, revision: 7 }));
    const seen = all.client.calls.history.seen();
    await settle();
    await release();
    await seen;
    await all.tell(0, 6);
    expect(all.shown).toEqual([2, 1]);
  });

  it("doesn't go back to the count of an older page", async () => {
    const all = await counting();
    const { history } = all.client.calls;
    all.server.history = [{ ...call("c2") }, { ...call("c1") }];
    history.watch();
    await settle();
    const release = holdBack(all, "call.history", () => ({ calls: [], more: false, missed: 1, revision: 3 }));
    const more = history.more();
    await settle();
    await all.tell(2, 4);
    await release();
    await more;
    expect(all.shown).toEqual([2]);
  });

  it("begins anew with another store", async () => {
    const all = await counting();
    await all.tell(2, 70);
    all.server.epoch = "another";
    all.server.last.end(1006);
    await pass(30_000);
    await all.tell(1, 3);
    expect(all.shown.at(-1)).toBe(1);
  });

  it("follows a server of before, which doesn't say as of when it counted", async () => {
    const { shown, tell } = await counting();
    await tell(2);
    await tell(0);
    expect(shown).toEqual([2, 0]);
  });
});

function call(id: string) {
  return {
    ...{ id, room: "r9", host: "erin", hostName: "Erin", media: "video" as const, state: "ended" as const, mode: "mesh" as const, startedAt: "2026-01-01T00:00:00.000Z" },
    ...{ durationMs: 0, outcome: "timeout" as const, direction: "incoming" as const, missed: true, users: ["erin"], callees: ["alice"] },
  };
}
