import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer } from "../fake-server.ts";
import { harness, pass, settle } from "../harness.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

async function connected(server: FakeServer) {
  const made = harness({ server });
  made.client.connect();
  await settle();
  return made;
}

describe("names", () => {
  it("come from direct rooms, and are asked for once where somebody is met without one", async () => {
    const server = new FakeServer();
    server.names.set("bob", "Bob Builder").set("carol", "Carol C.");
    server.addRoom("d", "direct", "alice", "bob");
    server.addRoom("r", "group", "alice", "carol", "dave");
    const { client } = await connected(server);
    expect([client.people.nameOf("bob"), client.people.nameOf("carol")]).toEqual(["Bob Builder", "carol"]);
    server.post("r", "carol", "hello");
    server.post("r", "carol", "again");
    server.last.say("chat.typing", { room: "r", user: "dave", on: true });
    await pass(1_000);
    expect(server.last.of("chat.members")).toMatchObject([{ room: "r", users: ["carol", "dave"] }]);
    expect([client.people.nameOf("carol"), client.people.nameOf("dave")]).toEqual(["Carol C.", "dave"]);
    expect(client.people.known().map(({ name }) => name)).toEqual(["Bob Builder", "Carol C."]);
  });

  it("are learned from the server's directory, which is asked page by page", async () => {
    const server = new FakeServer();
    server.names.set("zoe", "Зоя");
    const { client } = await connected(server);
    const found = client.people.find("зо", { limit: 20 });
    await settle();
    expect(await found).toEqual({ people: [{ user: "zoe", name: "Зоя" }], next: null });
    expect(client.people.nameOf("zoe")).toBe("Зоя");
    void client.people.find("x", { after: "c" });
    await settle();
    expect(server.last.of("people.find").at(-1)).toMatchObject({ query: "x", after: "c" });
  });

  it("are looked for behind those that the server looked at in vain, up to an end", async () => {
    const server = new FakeServer();
    server.answers.set("people.find", (_, { after }) => ({
      type: "people.found",
      data: after === "c" ? { people: [{ user: "zoe", name: "Zoe" }], more: true, next: "z" } : { people: [], more: true, next: after === undefined ? "a" : after === "a" ? "c" : "y" },
    }));
    const { client } = await connected(server);
    expect(await client.people.find("zoe")).toEqual({ people: [{ user: "zoe", name: "Zoe" }], next: "z" });
    expect(server.last.of("people.find").map(({ after }) => after)).toEqual([undefined, "a", "c"]);
    expect(await client.people.find("nobody", { after: "d" })).toEqual({ people: [], next: "y" });
    expect(server.last.of("people.find")).toHaveLength(8);
  });

  it("are known at once after a reload", async () => {
    const server = new FakeServer();
    server.names.set("bob", "Bob Builder");
    server.addRoom("d", "direct", "alice", "bob");
    const { client, storage } = await connected(server);
    await pass(2_000);
    client.close();
    expect(harness({ storage }).client.people.nameOf("bob")).toBe("Bob Builder");
  });
});

describe("members", () => {
  async function loaded() {
    const server = new FakeServer();
    server.addRoom("r", "group", "alice", "bob", "carol");
    server.roles.set("r alice", "owner");
    const made = await connected(server);
    made.client.members.load("r");
    await settle();
    const shown = () => made.client.members.of("r").get().members.map(({ user, role }) => `${user}: ${role}`);
    return { ...made, shown };
  }

  it("are kept right by the room's events", async () => {
    const { server, client, shown } = await loaded();
    expect(shown()).toEqual(["alice: owner", "bob: member", "carol: member"]);
    server.append("r", "alice", "chat.updated", { roles: { bob: "admin" } });
    server.append("r", "alice", "chat.left", { user: "carol" });
    server.append("r", "alice", "chat.joined", { user: "abe", role: "member" });
    await settle();
    expect(shown()).toEqual(["abe: member", "alice: owner", "bob: admin"]);
    expect(client.members.of("r").get().total).toBe(3);
  });

  it("are not undone by old events of a sync", async () => {
    const server = new FakeServer();
    server.addRoom("r", "group", "alice", "bob");
    server.append("r", "alice", "chat.left", { user: "bob" }, false);
    server.append("r", "alice", "chat.joined", { user: "bob", role: "member" }, false);
    const { client } = await connected(server);
    client.members.load("r");
    await settle();
    server.last.say("chat.events", { room: "r", events: server.rooms.get("r")?.log.slice(0, 1) ?? [], head: 2, truncated: false });
    await settle();
    expect(client.members.of("r").get().members.map(({ user }) => user)).toEqual(["alice", "bob"]);
  });

  it("come page by page, and are searched for on the server while some are missing", async () => {
    const server = new FakeServer();
    const many = Array.from({ length: 450 }, (_, i) => `user-${String(i).padStart(3, "0")}`);
    server.addRoom("r", "channel", "alice", ...many);
    const { client } = await connected(server);
    client.members.load("r");
    await settle();
    const state = () => client.members.of("r").get();
    expect([state().members.length, state().total, state().more]).toEqual([200, 451, true]);
    const found = client.members.find("r", "449", 5);
    await settle();
    expect((await found).map(({ user }) => user)).toEqual(["user-449"]);
    void client.members.loadMore("r");
    await settle();
    void client.members.loadMore("r");
    await settle();
    expect([state().members.length, state().more]).toEqual([451, false]);
    await client.members.find("r", "449", 5);
    expect(server.last.of("chat.members").filter(({ query }) => query !== undefined)).toHaveLength(1);
  });

  it("are loaded anew after a reconnect, for whoever looks", async () => {
    const { server, client, shown } = await loaded();
    server.crash();
    server.rooms.get("r")?.members.delete("carol");
    await pass(1_000);
    expect(client.members.of("r").get().state).toBe("unloaded");
    client.members.load("r");
    await settle();
    expect(shown()).toEqual(["alice: owner", "bob: member"]);
  });
});

describe("a channel that one looks into", () => {
  async function watching() {
    const server = new FakeServer();
    const room = server.addRoom("c", "channel", "bob");
    server.post("c", "bob", "before");
    const made = await connected(server);
    await made.client.rooms.watch(server.roomFor("alice", room));
    made.client.rooms.open("c");
    await settle();
    const texts = () => (made.client.rooms.room("c")?.get().entries ?? []).map((entry) => (entry.kind === "message" ? entry.message.text : entry.kind));
    return { ...made, texts };
  }

  it("shows what is said, is no room of mine, and is not marked as read", async () => {
    const { server, client, texts } = await watching();
    server.post("c", "bob", "live");
    await settle();
    client.rooms.markRead("c", 2);
    await pass(1_000);
    expect(texts()).toEqual(["before", "live"]);
    expect(client.rooms.list.get()).toEqual([]);
    expect(server.last.of("chat.read")).toEqual([]);
    client.rooms.unwatch("c");
    await settle();
    expect([client.rooms.room("c"), client.rooms.previews.get(), server.last.of("chat.unwatch").length]).toEqual([undefined, [], 1]);
  });

  it("has no news in what was said since the directory named it", async () => {
    const server = new FakeServer();
    const room = server.addRoom("c", "channel", "bob");
    const named = server.roomFor("alice", room);
    const { client } = await connected(server);
    const heard: string[] = [];
    client.onMessage(({ text }) => heard.push(text));
    server.post("c", "bob", "before I looked");
    await client.rooms.watch(named);
    client.rooms.open("c");
    await settle();
    server.post("c", "bob", "live");
    await settle();
    expect(heard).toEqual(["live"]);
    expect(server.last.of("chat.sync")).toEqual([]);
  });

  it("is followed again after a reconnect, with what was missed", async () => {
    const { server, texts } = await watching();
    server.crash();
    server.post("c", "bob", "meanwhile");
    await pass(1_000);
    server.post("c", "bob", "live");
    await settle();
    expect(texts()).toEqual(["before", "meanwhile", "live"]);
  });

  it("of many is followed again at the server's pace", async () => {
    const server = new FakeServer();
    const rooms = Array.from({ length: 120 }, (_, i) => server.addRoom(`c${i}`, "channel", "bob"));
    const { client } = await connected(server);
    for (const room of rooms) await client.rooms.watch(server.roomFor("alice", room));
    server.limitsRates = true;
    server.crash();
    await pass(20_000);
    expect(rooms.filter(({ watchers }) => watchers.has(server.last))).toHaveLength(120);
    expect(server.sockets).toHaveLength(2);
  });

  it("becomes one of mine when I join", async () => {
    const { client } = await watching();
    await client.connection.request("chat.join", { room: "c" });
    await settle();
    expect([client.rooms.previews.get(), client.rooms.list.get().map(({ id }) => id)]).toEqual([[], ["c"]]);
  });
});

describe("being removed", () => {
  it("is told with who did it", async () => {
    const server = new FakeServer();
    server.addRoom("r", "group", "alice", "bob");
    const { client } = await connected(server);
    const gone: string[] = [];
    client.onGone((room, by) => gone.push(`${room.id} by ${by}`));
    server.append("r", "bob", "chat.left", { user: "alice" });
    await settle();
    expect([gone, client.rooms.list.get()]).toEqual([["r by bob"], []]);
  });
});
