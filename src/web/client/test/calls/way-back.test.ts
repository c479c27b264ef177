import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { memoryStorage, type Call } from "../../src/index.ts";
import { FakeServer } from "../fake-server.ts";
import { pass, settle } from "../harness.ts";
import { callIdOf, callsOf, currentOf, person, raise, ringingOf, type Someone } from "./call-people.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

/** A tab, whose page may be loaded again: what it holds in its storage stays. */
class Tab {
  readonly storage = memoryStorage();
  readonly #server: FakeServer;
  readonly #user: string;
  #hide: () => void = () => undefined;
  #page: Someone | null = null;

  constructor(server: FakeServer, user: string) {
    this.#server = server;
    this.#user = user;
  }

  get page(): Someone {
    return this.#page ?? raise(`${this.#user} has no page`);
  }

  get client() {
    return this.page.client;
  }

  async open(): Promise<this> {
    this.#page = await person(this.#server, this.#user, { storage: this.storage, onPageHide: (listener) => ((this.#hide = listener), () => undefined) });
    return this;
  }

  /** The page goes, and says goodbye to nobody. */
  unload(): void {
    this.#hide();
    this.client.close();
  }

  async reload(): Promise<void> {
    this.unload();
    await this.open();
    await settle();
  }
}

async function meet(...members: readonly string[]) {
  const server = new FakeServer();
  server.addRoom("r", members.length > 2 ? "group" : "direct", ...members);
  const tabs: Tab[] = [];
  for (const user of members) tabs.push(await new Tab(server, user).open());
  return { server, tabs, alice: tabs[0] ?? raise("no alice"), bob: tabs[1] ?? raise("no bob") };
}

async function ring(...members: readonly string[]) {
  const met = await meet(...members);
  void met.alice.client.calls.start({ room: "r" }, "video");
  await settle();
  return { ...met, id: callIdOf(met.alice.client) };
}

async function talk(...members: readonly string[]) {
  const met = await ring(...members);
  for (const tab of met.tabs.slice(1)) {
    void tab.client.calls.accept(met.id);
    await settle();
  }
  return met;
}

const seen = ({ client }: Tab) => {
  const { current, elsewhere, incoming } = callsOf(client);
  return { call: current?.callId ?? null, phase: current?.phase ?? null, remotes: current?.remotes.map(({ user }) => user) ?? [], elsewhere: elsewhere.length, incoming: incoming.length };
};
const nothing = { call: null, phase: null, remotes: [], elsewhere: 0, incoming: 0 };
const inCallWith = (id: string, ...remotes: string[]) => ({ call: id, phase: "active", remotes, elsewhere: 0, incoming: 0 });
/** The server has let somebody in, and its answer is lost. */
function letIn(server: FakeServer, id: string, user: string): void {
  const call = server.calls.get(id) ?? raise("no call");
  const entry = 1 + Math.max(...call.participants.map((one) => one.entry ?? 0));
  const others = call.participants.filter((one) => one.user !== user);
  const media = { audio: true, video: true, screen: false };
  const participants = [...others, { participant: `${user}/d1`, user, name: user, media, entry }];
  server.calls.set(id, { ...call, state: participants.length > 1 ? "active" : call.state, participants, ringing: call.ringing.filter((one) => one !== user) });
}

describe("a caller whose page is loaded again while it rings", () => {
  it.each([
    ["of two", ["bob"]],
    ["of a group", ["bob", "carol"]],
  ])("is the caller of the same ringing call %s, and meets who answers", async (_, others) => {
    const { alice, bob, id } = await ring("alice", ...others);
    await alice.reload();
    expect(seen(alice)).toEqual({ call: id, phase: "ringing", remotes: [], elsewhere: 0, incoming: 0 });
    expect(currentOf(alice.client).invited.map(({ user, fate }) => [user, fate])).toEqual(others.map((user) => [user, "ringing"]));
    void bob.client.calls.accept(id);
    await settle();
    expect([seen(alice), seen(bob)]).toEqual([inCallWith(id, "bob"), inCallWith(id, "alice")]);
    expect(currentOf(bob.client).remotes[0]?.link).toBe("connected");
  });

  it("meets who answered meanwhile", async () => {
    const { alice, bob, id } = await ring("alice", "bob");
    alice.unload();
    void bob.client.calls.accept(id);
    await settle();
    await alice.open();
    await settle();
    expect([seen(alice), seen(bob)]).toEqual([inCallWith(id, "bob"), inCallWith(id, "alice")]);
    expect(currentOf(bob.client).remotes[0]?.link).toBe("connected");
  });

  it("counts from when the call was answered, and not from when it came back", async () => {
    const { alice, bob } = await talk("alice", "bob");
    const since = currentOf(alice.client).activeSince;
    await pass(20_000);
    await bob.reload();
    expect(since).not.toBeNull();
    expect(currentOf(bob.client).activeSince).toBe(since);
  });

  it("comes back also before the server had named the call", async () => {
    const { server, alice, bob } = await meet("alice", "bob");
    void alice.client.calls.start({ room: "r" }, "audio");
    await Promise.resolve();
    const { silent } = alice.page.socket();
    expect([silent, callsOf(alice.client).current?.callId]).toEqual([false, null]);
    server.intercept = (socket, frame) => {
      if (frame.type !== "call.start") return false;
      // It is heard, and the page goes before the answer.
      server.intercept = null;
      alice.unload();
      socket.isOpen = true;
      socket.receive(frame);
      socket.isOpen = false;
      return true;
    };
    await settle();
    await alice.open();
    await settle();
    expect(seen(alice)).toMatchObject({ call: ringingOf(bob.client), phase: "ringing", elsewhere: 0 });
  });

  it("takes the call back by hanging up", async () => {
    const { alice, id } = await ring("alice", "bob");
    await alice.reload();
    void alice.client.calls.hangUp();
    await settle();
    expect(alice.page.socket().of("call.cancel")).toMatchObject([{ callId: id }]);
  });
});

describe("a page that is loaded once more on its way back", () => {
  it.each([
    ["the server has not heard of it", false, ["alice", "bob"]],
    ["the server's answer is lost", true, ["alice", "bob"]],
    ["the server's answer is lost, in a group", true, ["alice", "bob", "carol"]],
  ])("comes back all the same: %s", async (_, isHeard, members) => {
    const { server, alice, bob, id } = await talk(...members);
    await alice.client.calls.setAudio(false);
    server.intercept = (_socket, frame) => {
      if (frame.type !== "call.join") return false;
      if (isHeard) letIn(server, id, "alice");
      return true;
    };
    await alice.reload();
    expect(seen(alice)).toMatchObject({ call: id, phase: "starting", elsewhere: 0 });
    server.intercept = null;
    await alice.reload();
    expect(seen(alice)).toEqual(inCallWith(id, ...members.slice(1)));
    expect(currentOf(alice.client).local).toMatchObject({ audio: false, video: true });
    expect(currentOf(bob.client).remotes.map(({ user }) => user).sort()).toEqual(members.filter((user) => user !== "bob"));
  });

  it("comes back also where it was loaded again before there was a connection", async () => {
    const { server, alice, id } = await talk("alice", "bob");
    server.onDial = "hang";
    await alice.reload();
    expect(seen(alice)).toEqual(nothing);
    server.onDial = "accept";
    await alice.reload();
    expect(seen(alice)).toEqual(inCallWith(id, "bob"));
  });

  it("comes back into a call by the media server", async () => {
    const { server, alice, id } = await talk("alice", "bob");
    const call = server.calls.get(id) ?? raise("no call");
    const sfu: Partial<Call> = { mode: "sfu", sfu: { session: "s1", bitrate: 1_000_000, simulcast: false } };
    server.calls.set(id, { ...call, ...sfu });
    server.intercept = (_socket, { type }) => type === "call.join";
    await alice.reload();
    server.intercept = null;
    await alice.reload();
    expect(seen(alice)).toMatchObject({ call: id, phase: "active" });
    expect(alice.page.socket().of("call.signal").filter(({ to }) => to === "#sfu/publish")).not.toEqual([]);
  });
});

describe("a callee whose page is loaded again before it is connected", () => {
  it.each([
    ["the server has not heard of it", false],
    ["the server's answer is lost", true],
  ])("is in the call that it accepted: %s", async (_, isHeard) => {
    const { server, alice, bob, id } = await ring("alice", "bob");
    server.intercept = (_socket, { type }) => {
      if (type !== "call.accept") return false;
      if (isHeard) letIn(server, id, "bob");
      return true;
    };
    void bob.client.calls.accept(id, "audio");
    await settle();
    server.intercept = null;
    await bob.reload();
    expect([seen(alice), seen(bob)]).toEqual([inCallWith(id, "bob"), inCallWith(id, "alice")]);
    expect(currentOf(bob.client).local).toMatchObject({ audio: true, video: false });
  });

  it("and whose connection is lost instead is in it as well", async () => {
    const { server, alice, bob, id } = await ring("alice", "bob");
    server.intercept = (_socket, { type }) => type === "call.accept";
    void bob.client.calls.accept(id);
    await settle();
    server.intercept = null;
    bob.page.socket().end(1006);
    await pass(5_000);
    expect([seen(alice), seen(bob)]).toEqual([inCallWith(id, "bob"), inCallWith(id, "alice")]);
  });

  it("and who hangs up instead leaves a call that it did not start", async () => {
    const { server, bob, id } = await ring("alice", "bob");
    server.intercept = (_socket, { type }) => type === "call.accept";
    void bob.client.calls.accept(id);
    await settle();
    void bob.client.calls.hangUp();
    await settle();
    expect([bob.page.socket().of("call.leave").length, bob.page.socket().of("call.cancel").length]).toEqual([1, 0]);
  });
});

describe("a page that was in a call before it was loaded again", () => {
  it("shows nothing of a call that is over meanwhile", async () => {
    const { server, alice } = await talk("alice", "bob");
    alice.unload();
    server.calls.clear();
    await alice.open();
    await settle();
    expect(seen(alice)).toEqual(nothing);
    // What the tab kept is used up.
    server.calls.set("x", { id: "x", room: "r", host: "alice", media: "audio", state: "active", mode: "mesh", startedAt: "", participants: [], ringing: ["alice"] });
    await alice.reload();
    expect(seen(alice)).toEqual({ ...nothing, incoming: 1 });
  });

  it("shows nothing of a call that ends while it asks to come back", async () => {
    const { server, alice, id } = await talk("alice", "bob");
    server.intercept = (socket, { type, data }) => {
      if (type !== "call.join") return false;
      server.calls.delete(id);
      socket.say("error", { ref: data.ref, code: "conflict", message: "The call has ended." });
      return true;
    };
    await alice.reload();
    expect(seen(alice)).toEqual(nothing);
    await pass(10_000);
    expect(seen(alice)).toEqual(nothing);
  });

  it("is not taken into a call that rings for it anew", async () => {
    const { server, alice, id } = await talk("alice", "bob");
    alice.unload();
    const call = server.calls.get(id) ?? raise("no call");
    server.calls.set(id, { ...call, participants: call.participants.filter(({ user }) => user !== "alice"), ringing: ["alice"] });
    await alice.open();
    await settle();
    expect(seen(alice)).toEqual({ ...nothing, incoming: 1 });
  });

  it("leaves the call to the tab that took it over, and to no other", async () => {
    const { server, alice, bob, id } = await talk("alice", "bob");
    const second = await new Tab(server, "alice").open();
    expect(seen(second)).toEqual({ ...nothing, elsewhere: 1 });
    alice.unload();
    void second.client.calls.join(id);
    await settle();
    await alice.open();
    await settle();
    expect(seen(alice)).toEqual({ ...nothing, elsewhere: 1 });
    expect([seen(second), seen(bob)]).toEqual([inCallWith(id, "bob"), inCallWith(id, "alice")]);
  });

  it("is the one of its tabs that comes back", async () => {
    const { server, alice, id } = await talk("alice", "bob");
    const second = await new Tab(server, "alice").open();
    await second.reload();
    await alice.reload();
    expect([seen(alice), seen(second)]).toEqual([inCallWith(id, "bob"), { ...nothing, elsewhere: 1 }]);
  });
});
