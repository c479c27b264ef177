import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ringElection } from "../../src/index.ts";
import { harness, pass, settle } from "../harness.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

async function ready() {
  const made = harness();
  made.client.connect();
  await settle();
  return made;
}

describe("presence", () => {
  it("subscribes once for all that is looked at, me included, and again with each session", async () => {
    const { server, client } = await ready();
    const stopBob = client.presence.watch("bob");
    client.presence.watch("carol");
    client.presence.watch("bob");
    await pass(50);
    expect(server.last.of("status.subscribe").at(-1)).toMatchObject({ users: ["alice", "bob", "carol"] });
    const asked = server.last.of("status.subscribe").length;
    stopBob();
    await pass(50);
    expect(server.last.of("status.subscribe")).toHaveLength(asked);
    server.crash();
    await pass(1_000);
    expect(server.last.of("status.subscribe").at(-1)).toMatchObject({ users: ["alice", "bob", "carol"] });
  });

  it("asks what shows where one has quiet hours, whatever one chooses", async () => {
    const { server, client } = await ready();
    server.answers.set("status.set", () => ({ type: "status.ok", data: { user: "alice", status: "busy", quiet: true, quietHours: { from: "22:00", to: "07:00", days: [1], zone: "Etc/UTC" } } }));
    await client.presence.choose({ status: "online" });
    expect(server.last.of("status.get")).toMatchObject([{ users: ["alice"] }]);
  });

  it("shows whom the server names as refused offline at once, with one question however many are watched", async () => {
    const { server, client } = await ready();
    server.limitsRates = true;
    const { strangers, online } = server;
    const users = Array.from({ length: 300 }, (_, i) => `user-${100 + i}`);
    for (const user of users) {
      online.add(user);
      client.presence.watch(user);
    }
    await pass(50);
    expect(client.presence.of("user-100").get().status).toBe("online");

    for (const user of users.slice(0, 150)) strangers.add(user);
    server.crash();
    await pass(1_000);
    expect(client.presence.of("user-100").get()).toEqual({ user: "user-100", status: "offline" });
    expect(client.presence.of("user-399").get().status).toBe("online");
    await pass(60_000);
    expect(server.last.of("status.subscribe")).toHaveLength(1);
    expect(server.last.of("status.get")).toEqual([]);
    expect(server.sockets).toHaveLength(2);
  });

  it("shows who left the last shared room offline, and again as they are when a room comes to be shared", async () => {
    const { server, client } = await ready();
    const { strangers } = server;
    server.addRoom("elsewhere", "group", "alice");
    client.presence.watch("bob");
    client.presence.watch("carol");
    await pass(50);
    server.last.say("status.changed", { users: [{ user: "bob", status: "busy", text: "secret" }] });
    await settle();
    strangers.add("bob");
    server.last.say("status.changed", { users: [{ user: "bob", status: "offline" }], refused: ["bob"] });
    await settle();
    expect(client.presence.of("bob").get()).toEqual({ user: "bob", status: "offline" });
    await pass(30_000);
    const asked = server.last.of("status.subscribe").length;

    // Somebody else comes: nothing to ask. Then bob does.
    server.append("elsewhere", "dave", "chat.joined", { user: "dave", role: "member" });
    await pass(1_000);
    expect(server.last.of("status.subscribe")).toHaveLength(asked);
    strangers.delete("bob");
    server.append("elsewhere", "bob", "chat.joined", { user: "bob", role: "member" });
    await pass(50);
    expect(server.last.of("status.subscribe").at(-1)).toMatchObject({ users: ["alice", "bob", "carol"] });
  });

  it("shows whom I don't block any more as they are", async () => {
    const { server, client } = await ready();
    client.presence.watch("bob");
    await pass(50);
    server.strangers.add("bob");
    server.last.say("status.changed", { users: [{ user: "bob", status: "offline" }], refused: ["bob"] });
    server.last.say("people.blocked", { user: "bob", on: true });
    await pass(30_000);
    const asked = server.last.of("status.subscribe").length;
    server.strangers.delete("bob");
    server.last.say("people.blocked", { user: "bob", on: false });
    await pass(50);
    expect(server.last.of("status.subscribe").slice(asked)).toMatchObject([{ users: ["alice", "bob"] }]);
  });

  it("asks again for whom it was refused when they write, as who blocks me no more may, once a minute at most", async () => {
    const { server, client } = await ready();
    server.addRoom("elsewhere", "group", "alice", "bob");
    client.presence.watch("bob");
    await pass(50);
    server.strangers.add("bob");
    server.last.say("status.changed", { users: [{ user: "bob", status: "offline" }], refused: ["bob"] });
    await pass(30_000);
    const asked = server.last.of("status.subscribe").length;
    for (const text of ["one", "two"]) {
      server.post("elsewhere", "bob", text);
      await pass(1_000);
    }
    expect(server.last.of("status.subscribe").slice(asked)).toMatchObject([{ users: ["alice", "bob"] }]);
    expect(client.presence.of("bob").get().status).toBe("offline");

    server.strangers.delete("bob");
    server.online.add("bob");
    await pass(60_000);
    server.post("elsewhere", "bob", "three");
    await pass(100);
    expect(client.presence.of("bob").get().status).toBe("online");
  });

  it("asks again for those who are back in a shared room before it heard that they had left", async () => {
    const { server, client } = await ready();
    client.presence.watch("bob");
    await pass(50);
    server.last.say("status.changed", { users: [{ user: "bob", status: "offline" }], refused: ["bob"] });
    const asked = server.last.of("status.subscribe").length;
    await pass(4_000);
    expect(server.last.of("status.subscribe").slice(asked)).toMatchObject([{ users: ["alice", "bob"] }]);
  });

  it("asks again where a room came to be shared while the answer that refuses was on its way", async () => {
    const { server, client } = await ready();
    server.addRoom("elsewhere", "group", "alice");
    let answer: () => void = () => undefined;
    server.intercept = (socket, { type, data }) => {
      if (type !== "status.subscribe") return false;
      answer = () => socket.say("status.snapshot", { ref: data.ref, users: [], refused: ["bob"] });
      server.intercept = null;
      return true;
    };
    client.presence.watch("bob");
    await pass(50);
    server.online.add("bob");
    server.append("elsewhere", "bob", "chat.joined", { user: "bob", role: "member" });
    await settle();
    answer();
    await pass(100);
    expect(client.presence.of("bob").get().status).toBe("online");
  });

  it("leaves out whom a server that names nobody doesn't show, and keeps the others", async () => {
    const { server, client } = await ready();
    server.intercept = (socket, { type, data }) => {
      const users = data.users as string[] | undefined;
      if (!type.startsWith("status.") || !users?.includes("stranger")) return false;
      socket.say("error", { ref: data.ref, code: "forbidden", message: "no room in common" });
      return true;
    };
    client.presence.watch("bob");
    client.presence.watch("stranger");
    await pass(50);
    expect(server.last.of("status.subscribe").at(-1)).toMatchObject({ users: ["alice", "bob"] });
  });

  it("finds strangers among many with few questions, and takes nobody for one whom the server can't tell of now", async () => {
    const { server, client } = await ready();
    server.limitsRates = true;
    let isBusy = true;
    server.intercept = (socket, { type, data }) => {
      const users = data.users as string[] | undefined;
      const code = users?.includes("stranger") ? "forbidden" : isBusy && type === "status.get" ? "busy" : null;
      if (!type.startsWith("status.") || !code) return false;
      if (code === "busy") isBusy = false;
      socket.say("error", { ref: data.ref, code, message: "no" });
      return true;
    };
    const friends = Array.from({ length: 300 }, (_, i) => `friend-${100 + i}`);
    for (const user of [...friends, "stranger"]) client.presence.watch(user);
    await pass(30_000);
    expect(server.last.of("status.subscribe").at(-1)).toMatchObject({ users: ["alice", ...friends] });
    expect(server.last.of("status.get").length).toBeLessThan(40);
    expect(server.sockets).toHaveLength(1);
  });

  it("shows what changed, and me as invisible where others see me offline", async () => {
    const { server, client } = await ready();
    server.last.say("status.changed", { users: [{ user: "bob", status: "busy", text: "deep work" }, { user: "alice", status: "offline" }] });
    await settle();
    expect(client.presence.of("bob").get()).toMatchObject({ status: "busy", text: "deep work" });
    expect(client.presence.mine.get()?.status).toBe("invisible");
    await client.presence.choose({ status: "away", emoji: "🌴" });
    expect(client.presence.mine.get()).toEqual({ user: "alice", status: "away", emoji: "🌴" });
  });
});

describe("the time zone", () => {
  it("of the device goes with its activity, and is shared or taken back for all devices", async () => {
    const { server, client } = harness();
    client.connect();
    await settle();
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    expect(server.last.of("status.activity")).toEqual([{ idle: false, zone: timeZone }]);
    await client.presence.shareZone(false);
    await settle();
    expect(client.presence.mine.get()?.zone).toBe("");
    await client.presence.shareZone(true);
    await settle();
    expect([server.last.of("status.zone"), client.presence.mine.get()?.zone]).toMatchObject([[{ zone: "" }, { zone: timeZone }], timeZone]);
  });
});

describe("activity", () => {
  it("says idle after five minutes without input, and active with the next", async () => {
    const { server, input } = await ready();
    await pass(200_000);
    input();
    await pass(299_999);
    expect(server.last.of("status.activity")).toMatchObject([{ idle: false }]);
    await pass(1);
    expect(server.last.of("status.activity")).toMatchObject([{ idle: false }, { idle: true }]);
    input();
    input();
    expect(server.last.of("status.activity")).toMatchObject([{ idle: false }, { idle: true }, { idle: false }]);
  });

  it("says when nobody can see the page, and to a new session as well", async () => {
    let hidden = false;
    let change = () => {};
    const { server, client } = harness({
      input: { onInput: () => () => undefined, share: () => ({ tell: () => undefined, stop: () => undefined }), hidden: { get: () => hidden, onChange: (listener) => ((change = listener), () => undefined) } },
    });
    client.connect();
    await settle();
    hidden = true;
    change();
    await settle();
    expect(server.last.of("status.activity").map((said) => said.hidden)).toEqual([undefined, true]);
    server.crash();
    await pass(30_000);
    expect(server.last.of("status.activity").map((said) => said.hidden)).toEqual([true]);
    hidden = false;
    change();
    await settle();
    expect(server.last.of("status.activity").map((said) => said.hidden)).toEqual([true, undefined]);
  });

  it("says idle again to a new session", async () => {
    const { server } = await ready();
    await pass(300_000);
    server.crash();
    await pass(1_000);
    expect(server.last.of("status.activity")).toMatchObject([{ idle: true }]);
  });

  it("says at once to a new session that somebody is there again", async () => {
    const { server, input } = await ready();
    await pass(300_000);
    server.crash();
    input();
    await pass(1_000);
    expect(server.last.of("status.activity")).toMatchObject([{ idle: false }]);
  });

  it("says idle to a new session first where the machine slept through the five minutes", async () => {
    const { server } = await ready();
    server.crash();
    vi.setSystemTime(Date.now() + 3_600_000);
    await pass(1_000);
    expect(server.last.of("status.activity")).toMatchObject([{ idle: true }]);
  });
});

describe("ringing in one of several tabs", () => {
  /** Web Locks as the browser's: one holder, the others in line. */
  function fakeLocks() {
    const line: (() => void)[] = [];
    let isHeld = false;
    const grant = () => {
      isHeld = false;
      line.shift()?.();
    };
    return {
      request: (_: string, { signal }: { signal: AbortSignal }, callback: () => Promise<void>) =>
        new Promise<void>((resolve, reject) => {
          const take = () => {
            isHeld = true;
            void callback().then(() => {
              resolve();
              grant();
            });
          };
          signal.addEventListener("abort", () => {
            const at = line.indexOf(take);
            if (at < 0) return;
            line.splice(at, 1);
            reject(new Error("aborted"));
          });
          if (isHeld) line.push(take);
          else take();
        }),
    };
  }

  it("rings in one tab, which has been touched, and in the next when that one closes", async () => {
    const locks = fakeLocks();
    const sounds: string[] = [];
    const ring = (tab: string) => () => {
      sounds.push(`${tab} rings`);
      return () => sounds.push(`${tab} stops`);
    };
    const stopUntouched = ringElection("ring", locks, () => false).enter(ring("untouched"));
    const stopTouched = ringElection("ring", locks, () => true).enter(ring("touched"));
    await pass(2_000);
    expect(sounds).toEqual(["touched rings"]);
    stopTouched();
    await settle();
    expect(sounds).toEqual(["touched rings", "touched stops", "untouched rings"]);
    stopUntouched();
    await settle();
    expect(sounds.at(-1)).toBe("untouched stops");
  });

  it("makes no sound when its turn comes just after the call has stopped", async () => {
    const sounds: string[] = [];
    let grant: () => void = () => undefined;
    const locks = {
      request: (_: string, __: unknown, callback: () => Promise<void>) =>
        new Promise<void>((resolve) => {
          grant = () => void callback().then(resolve);
        }),
    };
    const stop = ringElection("ring", locks, () => true).enter(() => {
      sounds.push("rings");
      return () => undefined;
    });
    await settle();
    stop();
    grant();
    await settle();
    expect(sounds).toEqual([]);
  });

  it("never makes a sound for a call that stopped while it waited for its turn", async () => {
    const locks = fakeLocks();
    const sounds: string[] = [];
    const enter = (tab: string) =>
      ringElection("ring", locks, () => true).enter(() => {
        sounds.push(tab);
        return () => undefined;
      });
    const stopFirst = enter("first");
    const stopSecond = enter("second");
    await settle();
    stopSecond();
    stopFirst();
    await pass(1_000);
    expect(sounds).toEqual(["first"]);
  });
});
