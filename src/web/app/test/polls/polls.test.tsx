import { Chat, openRoom, RealtimeUi } from "@akkarealtime/react-ui";
import { act, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { FakeServer } from "../../../client/test/fake-server.ts";
import { harness, pass, settle } from "../../../client/test/harness.ts";
import { preparePage } from "../../../react-ui/test/stage.tsx";
import { extensions } from "../../src/polls/extensions.ts";
import type { Poll } from "../../src/polls/polls.ts";
import { testIds } from "../../src/testids.ts";

preparePage();
afterEach(() => act(() => openRoom(null)));

/** Alice's page, with a poll that somebody has opened in her room. */
async function start(by: "alice" | "bob" = "bob") {
  const server = new FakeServer();
  server.names.set("bob", "Bob");
  server.addRoom("r", "group", "alice", "bob");
  server.answers.set("chat.commands", (_, { room }) => ({ type: "chat.commands", data: { room, commands: [{ name: "poll", description: "Asks" }] } }));
  let poll: Poll = { id: "p1", room: "r", by, question: "Tea?", options: ["Yes", "No"], votes: [2, 1], closed: false };
  const set = (changes: Partial<Poll>) => (poll = { ...poll, ...changes });
  server.answers.set("poll.get", () => ({ type: "poll.state", data: { poll } }));
  server.appendOwn("r", by, "poll.opened", { poll: "p1", question: "Tea?", options: ["Yes", "No"], unread: true });
  const { client } = harness({ server });
  client.connect();
  await settle();
  render(
    <RealtimeUi client={client} extensions={extensions}>
      <Chat />
    </RealtimeUi>,
  );
  await act(() => pass(1_000));
  await act(async () => {
    openRoom("r");
    await pass(100);
  });
  await fetched();
  return { server, set, poll: () => poll };
}

/** What is fetched when it is first shown is there. */
const fetched = () =>
  act(async () => {
    await vi.dynamicImportSettled();
    await settle();
  });
const get = (id: keyof typeof testIds) => screen.getByTestId(testIds[id]);
const options = () => screen.getAllByTestId(testIds.pollOption).map(({ textContent }) => textContent);
const radio = (index: number) => screen.getAllByRole<HTMLInputElement>("radio")[index] as HTMLInputElement;
const click = (element: HTMLElement) => act(async () => (fireEvent.click(element), settle()));

describe("a poll", () => {
  it("shows what is asked, how the votes stand, and what comes in", async () => {
    const { server } = await start();
    expect(screen.getByRole("group", { name: "Tea?" })).toBeTruthy();
    expect(options()).toEqual(["Yes67% · 2 votes", "No33% · 1 vote"]);
    expect(get("pollTotal").textContent).toBe("3 votes");
    await act(async () => (server.appendOwn("r", "bob", "poll.voted", { poll: "p1", option: 1, votes: [1, 2] }), settle()));
    expect(options()).toEqual(["Yes33% · 1 vote", "No67% · 2 votes"]);
    await act(async () => (server.appendOwn("r", "bob", "poll.closed", { poll: "p1" }), settle()));
    expect(get("pollTotal").textContent).toBe("3 votes · Closed");
    expect(radio(0).disabled).toBe(true);
    expect(screen.queryByTestId(testIds.pollVote)).toBeNull();
  });

  it("takes my vote when I give it, and says so while it is on its way", async () => {
    const { server, set } = await start();
    const asked: unknown[] = [];
    let answer = () => {};
    server.intercept = (socket, { type, data }) => {
      if (type !== "poll.vote") return false;
      asked.push([data["poll"], data["option"]]);
      answer = () => socket.say("poll.state", { ref: data["ref"], poll: set({ votes: [2, 2], mine: 1 }) });
      return true;
    };
    expect((get("pollVote") as HTMLButtonElement).disabled).toBe(true);
    await click(radio(1));
    // To mark one is not to vote.
    expect([asked, options()]).toEqual([[], ["Yes67% · 2 votes", "No33% · 1 vote"]]);
    await act(async () => (fireEvent.submit(get("poll")), settle()));
    expect(asked).toEqual([["p1", 1]]);
    expect([get("poll").dataset.state, get("pollTotal").textContent, options()[1]]).toEqual(["sending", "Sending your vote…", "No50% · 2 votes"]);
    await act(async () => (answer(), settle()));
    expect([get("poll").dataset.state, get("pollTotal").textContent, get("pollVote").textContent]).toEqual(["open", "4 votes", "Change vote"]);
    expect(radio(1).checked).toBe(true);
    expect((get("pollVote") as HTMLButtonElement).disabled).toBe(true);
  });

  it("says when my vote was not counted, takes it back, and lets me try again", async () => {
    const { server, set } = await start();
    server.answers.set("poll.vote", () => ({ type: "error", data: { code: "unavailable", message: "Try again." } }));
    await click(radio(0));
    await click(get("pollVote"));
    expect(get("pollFault").textContent).toBe("Your vote wasn’t counted. Try again.");
    expect(options()[0]).toBe("Yes67% · 2 votes");
    server.answers.set("poll.vote", () => ({ type: "poll.state", data: { poll: set({ votes: [3, 1], mine: 0 }) } }));
    await click(get("pollVote"));
    expect([screen.queryByTestId(testIds.pollFault), options()[0]]).toEqual([null, "Yes75% · 3 votes"]);
  });

  it("is closed by who opened it, after a question, and by nobody else", async () => {
    const { server, set } = await start("alice");
    server.answers.set("poll.close", () => ({ type: "poll.state", data: { poll: set({ closed: true }) } }));
    await click(get("pollClose"));
    expect(get("poll").textContent).toContain("Nobody can vote after that.");
    await click(get("pollCloseYes"));
    expect(get("poll").dataset.state).toBe("closed");
  });

  it("of somebody else can't be closed", async () => {
    await start("bob");
    expect(screen.queryByTestId(testIds.pollClose)).toBeNull();
  });

  it("whose votes can't be had says so, and still what was asked", async () => {
    const { server } = await start();
    server.answers.set("poll.get", () => ({ type: "error", data: { code: "unknown-type", message: "There is no poll.get." } }));
    await act(async () => (server.appendOwn("r", "bob", "poll.opened", { poll: "p2", question: "Coffee?", options: ["A", "B"] }), settle()));
    const [, coffee] = screen.getAllByTestId(testIds.poll) as [HTMLElement, HTMLElement];
    expect(coffee.textContent).toContain("Coffee?");
    expect(within(coffee).getByTestId(testIds.pollTotal).textContent).toBe("The votes can’t be shown here.");
  });
});

describe("a new poll", () => {
  const type = (element: HTMLElement, value: string) => act(async () => (fireEvent.change(element, { target: { value } }), settle()));
  const answers = () => screen.getAllByTestId<HTMLInputElement>(testIds.newPollOption);

  async function open() {
    const made = await start();
    await click(screen.getByRole("button", { name: "New poll" }));
    return made;
  }

  it("has a question and two to ten answers, and is sent as one however often", async () => {
    const { server } = await open();
    const asked: Record<string, unknown>[] = [];
    server.answers.set("poll.open", (_, data) => {
      asked.push(data);
      return { type: "error", data: { code: "unavailable", message: "Try again." } };
    });
    const start = get("newPollStart") as HTMLButtonElement;
    await type(get("newPollQuestion"), "  Where? ");
    await type(answers()[0] as HTMLElement, "Here");
    expect(start.disabled).toBe(true);
    await type(answers()[1] as HTMLElement, "There");
    expect(start.disabled).toBe(false);
    for (let more = 2; more < 10; more++) await click(get("newPollAdd"));
    expect([answers().length, screen.queryByTestId(testIds.newPollAdd)]).toEqual([10, null]);
    await click(screen.getByRole("button", { name: "Remove answer 10" }));
    await type(answers()[2] as HTMLElement, "Anywhere");
    await click(start);
    expect(screen.getByRole("alert").textContent).toBe("The poll couldn’t be started. Try again.");
    server.answers.set("poll.open", (_, data) => {
      asked.push(data);
      return { type: "poll.state", data: {} };
    });
    await click(start);
    expect(asked.map(({ room, question, options }) => ({ room, question, options }))).toEqual(Array(2).fill({ room: "r", question: "Where?", options: ["Here", "There", "Anywhere"] }));
    expect(asked[1]?.["key"]).toBe(asked[0]?.["key"]);
    expect(screen.queryByTestId(testIds.newPoll)).toBeNull();
  });
});
