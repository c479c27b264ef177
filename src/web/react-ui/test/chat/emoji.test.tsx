import { fireEvent } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { keepSkinTone, recentEmojis } from "../../src/emoji/recent.ts";
import { forgetUser } from "../../src/forget.ts";
import { all, click, does, get, go, page, preparePage, query } from "../stage.tsx";

preparePage();

const input = () => get("composerInput") as HTMLTextAreaElement;

/** What is typed, with the caret behind it. */
async function type(text: string) {
  await does(() => fireEvent.change(input(), { target: { value: text, selectionStart: text.length, selectionEnd: text.length } }));
}

describe("emoji in the composer", () => {
  it("are completed by their codes, and chosen by the keyboard", async () => {
    await page();
    await go("#/room/r");
    await type("well :rocket");
    expect(all("emojiOption").map(({ textContent }) => textContent)[0]).toBe("🚀:rocket:");
    await does(() => fireEvent.keyDown(input(), { key: "Enter" }));
    expect([input().value, query("emojiList")]).toEqual(["well 🚀", null]);
    await type("at 10:30");
    expect(query("emojiList")).toBeNull();
  });

  it("stand as soon as the second colon is typed, in the skin tone that one has", async () => {
    const { client } = await page();
    keepSkinTone(client.user, 5);
    await go("#/room/r");
    await type(":wave:");
    expect(input().value).toBe("👋🏿");
    await type(":no-such-emoji:");
    expect(input().value).toBe(":no-such-emoji:");
  });

  it("are remembered in the picker, until one signs out", async () => {
    const { client } = await page();
    await go("#/room/r");
    await click("emojiOpen");
    fireEvent.change(get("emojiFilter"), { target: { value: "tada" } });
    await does(() => fireEvent.keyDown(get("emojiFilter"), { key: "Enter" }));
    expect(input().value).toBe("🎉");
    await click("emojiOpen");
    expect(document.querySelector("[role=group][aria-label='Recently used']")?.textContent).toBe("🎉");
    forgetUser(client.user);
    expect(recentEmojis(client.user)).toEqual([]);
  });
});
