import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer } from "../../client/test/fake-server.ts";
import { harness, pass, settle } from "../../client/test/harness.ts";
import { ClientProvider, useConnection, useOutgoing, usePresence, useRoom, useRooms, useThread, useThreads, useTyping } from "../src/index.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function Room({ id }: { id: string }) {
  const state = useRoom(id);
  const outgoing = useOutgoing(id);
  const typing = useTyping(id);
  const messages = state?.entries.map((entry) => (entry.kind === "message" ? entry.message.text : entry.kind)) ?? [];
  return <p data-testid="room">{[...messages, ...outgoing.map(({ text, state: at }) => `(${text}: ${at})`), ...typing.map((user) => `${user}…`)].join(" ")}</p>;
}

function Overview() {
  const { state } = useConnection();
  const rooms = useRooms();
  return <p data-testid="overview">{[state, ...rooms.map(({ id, unread }) => `${id}=${unread}`)].join(" ")}</p>;
}

function Face({ user }: { user: string }) {
  return <p data-testid="face">{usePresence(user)?.status}</p>;
}

function Threads({ root }: { root: string }) {
  return <p data-testid="threads">{`${useThreads().unread} ${useThread(root)?.unread ?? "none"}`}</p>;
}

const shown = (id: string) => screen.getByTestId(id).textContent;

function start() {
  const server = new FakeServer();
  server.addRoom("r", "group", "alice", "bob");
  server.post("r", "bob", "one");
  return harness({ server });
}

describe("hooks", () => {
  it("load a room when somebody looks at it, and show what comes", async () => {
    const { server, client } = start();
    client.connect();
    await settle();
    expect(server.last.of("chat.history")).toEqual([]);
    render(
      <ClientProvider client={client}>
        <Room id="r" />
        <Overview />
      </ClientProvider>,
    );
    await act(settle);
    expect([shown("room"), shown("overview")]).toEqual(["one", "ready r=1"]);
    act(() => {
      client.outbox.add({ room: "r", text: "two" });
    });
    expect(shown("room")).toBe("one (two: sending)");
    await act(settle);
    expect(shown("room")).toBe("one two");
    await act(async () => {
      server.last.say("chat.typing", { room: "r", user: "bob", on: true });
      await settle();
    });
    expect(shown("room")).toBe("one two bob…");
  });

  it("show a room that appears after its component, and again after the store changed", async () => {
    const { server, client } = start();
    render(
      <ClientProvider client={client}>
        <Room id="r" />
      </ClientProvider>,
    );
    expect(shown("room")).toBe("");
    client.connect();
    await act(settle);
    expect(shown("room")).toBe("one");
    server.crash();
    server.epoch = "epoch-2";
    server.rooms.clear();
    server.addRoom("r", "group", "alice", "bob");
    server.post("r", "bob", "of the new store");
    await act(() => pass(1_000));
    expect(shown("room")).toBe("of the new store");
  });

  it("show what is new in my threads", async () => {
    const made = start();
    made.server.answers.set("chat.threads", () => ({
      type: "chat.threads",
      data: { threads: [{ room: "r", root: { id: "m1" }, replies: 1, unread: 1, mentions: 0, read: 1, last: { seq: 2 } }], more: false, unread: 1 },
    }));
    render(
      <ClientProvider client={made.client}>
        <Threads root="m1" />
      </ClientProvider>,
    );
    expect(shown("threads")).toBe("0 none");
    made.client.connect();
    await act(() => settle());
    expect(shown("threads")).toBe("1 1");
  });

  it("follow a user's status for as long as it is shown", async () => {
    const { server, client } = start();
    client.connect();
    await settle();
    const view = render(
      <ClientProvider client={client}>
        <Face user="bob" />
      </ClientProvider>,
    );
    await act(() => pass(50));
    expect(server.last.of("status.subscribe").at(-1)?.users).toEqual(["alice", "bob"]);
    await act(async () => {
      server.last.say("status.changed", { users: [{ user: "bob", status: "busy" }] });
      await settle();
    });
    expect(shown("face")).toBe("busy");
    view.unmount();
    await pass(50);
    expect(server.last.of("status.subscribe").at(-1)?.users).toEqual(["alice"]);
  });
});
