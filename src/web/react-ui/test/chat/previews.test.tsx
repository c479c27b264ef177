import { act, fireEvent } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { pass } from "../../../client/test/harness.ts";
import { all, does, get, go, page, preparePage, query } from "../stage.tsx";

preparePage();

const image = { id: "f", name: "example.com", type: "image/png", size: 7, url: "/api/v1/files/f", width: 640, height: 480 };
const previews = [
  { url: "https://example.com/a", site: "Example", title: "The title", description: "What it is\u202e about", image },
  { url: "https://example.org/", title: "Other" },
];

async function opened(by: string) {
  const made = await page();
  await go("#/room/r");
  await act(() => pass(1_000));
  await does(() => made.server.post("r", by, "https://example.com/a https://example.org/"));
  const entry = made.client.rooms.room("r")?.get().entries.at(-1);
  const id = entry?.kind === "message" ? entry.message.id : "";
  await does(() => made.server.append("r", by, "chat.previewed", { id, previews }));
  await act(() => pass(50));
  return { ...made, id };
}

describe("a message with links", () => {
  it("shows where they lead, as links of the text and nothing else", async () => {
    await opened("bob");
    const cards = all("linkPreview") as HTMLAnchorElement[];
    expect(cards.map(({ href, target, rel }) => [href, target, rel])).toEqual([
      ["https://example.com/a", "_blank", "noopener noreferrer nofollow"],
      ["https://example.org/", "_blank", "noopener noreferrer nofollow"],
    ]);
    expect(cards.map(({ textContent }) => textContent)).toEqual(["ExampleThe titleWhat it is about", "example.orgOther"]);
    // The picture comes from here, and never from there.
    expect(cards[0]?.querySelector("img")?.getAttribute("src")?.startsWith("https:")).not.toBe(true);
    expect(cards[1]?.querySelector("img")).toBeNull();
    expect(query("linkPreviewRemove")).toBeNull();
  });

  it("shows nothing of them once its author has taken that away", async () => {
    const { server, id } = await opened("alice");
    await does(() => fireEvent.click(get("linkPreviewRemove")));
    await act(() => pass(50));
    expect(server.last.of("chat.unpreview")).toMatchObject([{ room: "r", id }]);
    expect(query("linkPreviews")).toBeNull();
  });

  it("shows nothing of them once it is deleted, nor of what is no link", async () => {
    const { server, id } = await opened("bob");
    await does(() => server.append("r", "bob", "chat.previewed", { id, previews: [{ url: "javascript:alert(1)", title: "x" }, ...previews] }));
    expect(all("linkPreview")).toHaveLength(2);
    await does(() => server.append("r", "bob", "chat.deleted", { id }));
    expect(query("linkPreviews")).toBeNull();
  });
});
