import { ClientProvider } from "@akkarealtime/react";
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FakeServer } from "../../../client/test/fake-server.ts";
import { harness, pass, settle } from "../../../client/test/harness.ts";
import { Search } from "../../src/chat/search/Search.tsx";
import { testIds } from "../../src/testids.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function () {
    this.open = false;
  };
  HTMLElement.prototype.scrollIntoView = () => undefined;
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** The search of alice, who is in two groups in which bob has said each of `texts`, all within one millisecond. */
async function search(...texts: string[]) {
  const server = new FakeServer();
  for (const room of ["r", "s"]) {
    server.addRoom(room, "group", "alice", "bob");
    for (const text of texts) server.post(room, "bob", text);
  }
  const { client } = harness({ server });
  client.connect();
  await settle();
  render(
    <ClientProvider client={client}>
      <Search rooms={[]} current={undefined} onClose={() => undefined} onOpened={() => undefined} />
    </ClientProvider>,
  );
}

async function type(text: string) {
  await act(async () => {
    fireEvent.change(screen.getByTestId(testIds.searchInput), { target: { value: text } });
    await pass(500);
  });
}

it("goes on in the middle of a millisecond", async () => {
  await search(...Array.from({ length: 20 }, (_, i) => `needle ${i}`));
  await type("needle");
  expect(screen.getAllByTestId(testIds.searchHit)).toHaveLength(25);

  await act(async () => {
    fireEvent.click(screen.getByTestId(testIds.searchMore));
    await pass(500);
  });

  const ids = screen.getAllByTestId(testIds.searchHit).map((hit) => hit.dataset.id);
  expect(new Set(ids).size).toBe(40);
  expect(screen.queryByTestId(testIds.searchMore)).toBeNull();
});

it("marks a word with a hyphen, and takes what means something to a pattern as it is", async () => {
  await search("a follow-up (c++)");
  await type("follow-up");
  expect(document.querySelector("mark")?.textContent).toBe("follow-up");

  for (const text of ["(c", "c++", "[", "a|b", "up (c++)"]) await type(text);
  expect(screen.getAllByTestId(testIds.searchHit)).toHaveLength(2);
});

it("looks for a single letter where that may be a word", async () => {
  await search("東京 x");
  await type("x");
  expect(screen.queryByTestId(testIds.searchHit)).toBeNull();
  await type("京");
  expect(screen.getAllByTestId(testIds.searchHit)).toHaveLength(2);
});
