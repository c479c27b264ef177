import { act, cleanup, render, screen } from "@testing-library/react";
import { StrictMode } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FakeServer } from "../../../client/test/fake-server.ts";
import { harness, pass, settle } from "../../../client/test/harness.ts";
import { ClientProvider } from "@akkarealtime/react";
import type { Poll } from "../../src/polls/polls.ts";
import { usePoll, type UsedPoll } from "../../src/polls/use-poll.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** Alice looks at the poll p1 of her room, which the server holds. */
async function start() {
  const server = new FakeServer();
  server.addRoom("r", "group", "alice", "bob");
  let poll: Poll = { id: "p1", room: "r", by: "bob", question: "Tea?", options: ["Yes", "No"], votes: [0, 0], closed: false };
  server.answers.set("poll.get", (_, { poll: id }) =>
    id === poll.id ? { type: "poll.state", data: { poll } } : { type: "error", data: { code: "not-found", message: "There is no such poll." } },
  );
  const vote = (by: string, option: number, votes: readonly number[], deliver = true) => {
    poll = { ...poll, votes };
    server.appendOwn("r", by, "poll.voted", { poll: "p1", option, votes }, deliver);
  };
  const { client } = harness({ server });
  client.connect();
  await settle();
  client.rooms.open("r");
  await settle();

  const used: { now: UsedPoll | null } = { now: null };
  function Show({ id }: { id: string }) {
    const state = usePoll(id);
    return (
      <p data-testid="poll" onClick={() => (used.now = state)}>
        {state.error?.message ?? (state.poll ? `${state.poll.votes.join(":")} mine ${state.poll.mine ?? "none"}${state.poll.closed ? " closed" : ""}` : "loading")}
      </p>
    );
  }
  const inApp = (id: string) => (
    <StrictMode>
      <ClientProvider client={client}>
        <Show id={id} />
      </ClientProvider>
    </StrictMode>
  );
  return { server, poll: () => poll, vote, inApp, used };
}

const shown = () => screen.getByTestId("poll").textContent;

it("shows the poll, and what happens to it in the order of the log", async () => {
  const { server, vote, inApp } = await start();
  render(inApp("p1"));
  expect(shown()).toBe("loading");
  await act(settle);
  expect(shown()).toBe("0:0 mine none");
  vote("bob", 0, [1, 0]);
  vote("alice", 1, [1, 1]);
  server.appendOwn("r", "bob", "poll.closed", { poll: "p1" });
  server.appendOwn("r", "bob", "poll.voted", { poll: "p2", option: 0, votes: [9, 9] });
  await act(settle);
  expect(shown()).toBe("1:1 mine 1 closed");
});

it("misses nothing that happens while it is loaded", async () => {
  const { server, vote, inApp } = await start();
  const waiting: (() => void)[] = [];
  server.intercept = (socket, { type, data }) => {
    if (type !== "poll.get") return false;
    waiting.push(() => socket.say("poll.state", { ref: data["ref"], poll: { id: "p1", room: "r", by: "bob", question: "Tea?", options: ["Yes", "No"], votes: [0, 0], closed: false } }));
    return true;
  };
  render(inApp("p1"));
  await act(settle);
  vote("bob", 0, [1, 0]);
  await act(settle);
  for (const answer of waiting) answer();
  await act(settle);
  expect(shown()).toBe("1:0 mine none");
});

it("loads anew where events were passed over", async () => {
  const { server, vote, inApp } = await start();
  render(inApp("p1"));
  await act(settle);
  server.crash();
  server.epoch = "another store";
  vote("bob", 0, [5, 0], false);
  await act(() => pass(1_000));
  expect(shown()).toBe("5:0 mine none");
});

it("votes and closes", async () => {
  const { server, poll, inApp, used } = await start();
  const asked: unknown[] = [];
  for (const type of ["poll.vote", "poll.close"]) {
    server.answers.set(type, (_, { poll: id, option }) => {
      asked.push([type, id, option]);
      return { type: "poll.state", data: { poll: { ...poll(), votes: [0, 1], mine: 1, closed: type === "poll.close" } } };
    });
  }
  render(inApp("p1"));
  await act(settle);
  act(() => screen.getByTestId("poll").click());
  await act(async () => {
    const done = Promise.all([used.now?.vote(1), used.now?.close()]);
    await settle();
    await done;
  });
  expect(asked).toEqual([
    ["poll.vote", "p1", 1],
    ["poll.close", "p1", undefined],
  ]);
  // What is answered shows, whether or not its event has come.
  expect(shown()).toBe("0:1 mine 1 closed");
});

it("says why there is none, and shows the next one", async () => {
  const { inApp } = await start();
  const view = render(inApp("p9"));
  await act(settle);
  expect(shown()).toBe("There is no such poll.");
  view.rerender(inApp("p1"));
  expect(shown()).toBe("loading");
  await act(settle);
  expect(shown()).toBe("0:0 mine none");
});

it("takes what was heard for newer than an answer that comes behind it", async () => {
  const { server, poll, vote, inApp, used } = await start();
  let answer = () => {};
  server.intercept = (socket, { type, data }) => {
    if (type !== "poll.vote") return false;
    answer = () => socket.say("poll.state", { ref: data["ref"], poll: { ...poll(), votes: [0, 1], mine: 1 } });
    return true;
  };
  render(inApp("p1"));
  await act(settle);
  act(() => screen.getByTestId("poll").click());
  await act(async () => {
    const done = used.now?.vote(1);
    await settle();
    vote("alice", 1, [0, 1]);
    vote("bob", 0, [1, 1]);
    await settle();
    answer();
    await done;
  });
  expect(shown()).toBe("1:1 mine 1");
});

it("is asked for again where the connection was lost before the answer", async () => {
  const { server, inApp } = await start();
  server.intercept = (_, { type }) => type === "poll.get";
  render(inApp("p1"));
  await act(settle);
  server.intercept = () => false;
  server.crash();
  await act(() => pass(2_000));
  expect(shown()).toBe("0:0 mine none");
});
