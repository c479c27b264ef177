import { cleanup, createEvent, fireEvent, render, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { idle } from "../../src/components/later.ts";
import { all, click, does, get, go, message, page, preparePage, query } from "../stage.tsx";

preparePage();

const field = (id: "composerInput" | "editInput" = "composerInput") => get(id) as HTMLTextAreaElement;
const button = (kind: string) => {
  const found = get("formatBar").querySelector<HTMLElement>(`[data-format=${kind}]`);
  if (!found) throw new Error(`no button ${kind}`);
  return found;
};
const type = (text: string, start = text.length, end = start) =>
  does(() => {
    fireEvent.change(field(), { target: { value: text } });
    field().setSelectionRange(start, end);
    fireEvent(document, new Event("selectionchange"));
  });
const press = (kind: string) =>
  does(() => {
    fireEvent.click(button(kind));
    // As browsers tell it; jsdom doesn't.
    fireEvent(document, new Event("selectionchange"));
  });
const pastes = async (data: Record<string, string>, into = field()) => {
  into.focus();
  const event = createEvent.paste(into, { clipboardData: { types: Object.keys(data), files: [], getData: (type: string) => data[type] ?? "" } });
  await does(() => fireEvent(into, event));
  // The file with the converter is loaded by then.
  await vi.waitFor(() => expect(event.defaultPrevented && into.value === "").toBe(false), 20_000);
  await does(() => undefined);
  return event.defaultPrevented;
};

async function inRoom(before?: Parameters<typeof page>[0]) {
  const made = await page(before);
  // Behind the first message.
  idle.set(true);
  await go("#/room/r");
  return made;
}

describe("the bar", () => {
  it("is hidden until somebody wants it, and then stays in this browser", async () => {
    await inRoom();
    expect(query("formatBar")).toBeNull();
    await click("formatToggle");
    expect(get("formatBar").getAttribute("role")).toBe("toolbar");
    expect(get("formatToggle").getAttribute("aria-expanded")).toBe("true");
    cleanup();
    await inRoom();
    expect(query("formatBar")).not.toBeNull();
    await click("formatToggle");
    cleanup();
    await inRoom();
    expect(query("formatBar")).toBeNull();
    expect(localStorage.getItem("akkarealtime.format-bar")).toBe("false");
  });

  it("is there again after a reload", async () => {
    localStorage.setItem("akkarealtime.format-bar", "true");
    vi.resetModules();
    const { FormatTools } = await import("../../src/chat/composer/format/FormatTools.tsx");
    await import("../../src/i18n/language.ts").then(({ setLanguage, laterTexts }) => setLanguage("en").then(laterTexts));
    render(<FormatTools input={{ current: null }} />);
    expect(query("formatBar")).not.toBeNull();
  });

  it("formats what is selected, shows it, and takes it back exactly", async () => {
    const { server } = await inRoom();
    await click("formatToggle");
    await type("one\ntwo\nthree", 5);
    await press("bullets");
    expect([field().value, field().selectionStart]).toEqual(["one\n- two\n\nthree", 7]);
    expect(button("bullets").getAttribute("aria-pressed")).toBe("true");
    await press("bullets");
    expect([field().value, field().selectionStart]).toEqual(["one\ntwo\nthree", 5]);
    expect(button("bullets").getAttribute("aria-pressed")).toBe("false");
    await type("so nice", 3, 7);
    await press("bold");
    expect(document.activeElement).toBe(field());
    expect(button("bold").getAttribute("aria-pressed")).toBe("true");
    await does(() => fireEvent.keyDown(field(), { key: "Enter" }));
    expect(server.last.of("chat.send")).toMatchObject([{ text: "so **nice**" }]);
    // Sent, the field is empty, of which no event tells.
    expect(button("bold").getAttribute("aria-pressed")).toBe("false");
    await click("formatToggle");
  });

  it("is one stop of the keyboard, in which arrows go on, and Escape goes back to the text", async () => {
    await inRoom();
    await click("formatToggle");
    expect(within(get("formatBar")).getAllByRole("button").map((one) => one.tabIndex)).toEqual([0, -1, -1, -1, -1, -1, -1, -1, -1]);
    const press = (key: string) => does(() => fireEvent.keyDown(document.activeElement ?? document.body, { key }));
    button("bold").focus();
    await press("ArrowRight");
    expect(document.activeElement).toBe(button("italic"));
    await press("Home");
    await press("ArrowLeft");
    expect(document.activeElement).toBe(button("link"));
    expect([button("bold").tabIndex, button("link").tabIndex]).toEqual([-1, 0]);
    await press("Escape");
    expect(document.activeElement).toBe(field());
    // A mouse leaves the focus where it is.
    expect(fireEvent.mouseDown(button("bold"))).toBe(false);
    expect(button("strike").title).toBe("Strikethrough (Ctrl+Shift+X)");
    await click("formatToggle");
  });
});

describe("the keys", () => {
  it("format without the bar, and in a message that is edited", async () => {
    await inRoom((server) => void server.post("r", "alice", "mine"));
    await type("so nice", 3, 7);
    expect(fireEvent.keyDown(field(), { key: "i", ctrlKey: true })).toBe(false);
    expect([field().value, field().selectionStart, field().selectionEnd]).toEqual(["so _nice_", 4, 8]);
    await type("");
    await does(() => fireEvent.keyDown(field(), { key: "ArrowUp" }));
    const edit = field("editInput");
    edit.setSelectionRange(0, 4);
    await does(() => fireEvent.keyDown(edit, { key: "b", ctrlKey: true }));
    expect(edit.value).toBe("**mine**");
    await does(() => fireEvent.keyDown(edit, { key: "Escape" }));
    expect(message("m1").textContent).toContain("mine");
  });

  it("are listed", async () => {
    await inRoom();
    await does(() => fireEvent.keyDown(get("timeline"), { key: "?" }));
    expect(get("shortcuts").textContent).toContain("BoldCtrl+B");
    expect(get("shortcuts").textContent).toContain("Numbered listCtrl+Shift+7");
  });
});

describe("a paste", () => {
  it("with a format arrives as Markdown, where the caret is", async () => {
    await inRoom();
    await type("so: !", 4);
    expect(await pastes({ "text/html": "<b>nice</b> day", "text/plain": "nice day" })).toBe(true);
    await vi.waitFor(() => expect(field().value).toBe("so: **nice** day!"), 20_000);
    expect(field().selectionStart).toBe(16);
    // A list has lines of its own.
    await type("so! more", 3);
    await pastes({ "text/html": "<ul><li>a</li><li>b</li></ul>", "text/plain": "a\nb" });
    await vi.waitFor(() => expect(field().value).toBe("so!\n- a\n- b\n\n more"), 20_000);
    expect(all("upload")).toEqual([]);
  });

  it("without one, out of an editor, or into code, is the browser's", async () => {
    await inRoom();
    expect(await pastes({ "text/plain": "**nice**" })).toBe(false);
    expect(await pastes({ "text/html": "<div style='color: red'>nice</div>", "text/plain": "nice" })).toBe(false);
    expect(await pastes({ "text/html": "<b>nice</b>", "text/plain": "nice", "vscode-editor-data": "{}" })).toBe(false);
    // More than can be sent.
    expect(await pastes({ "text/html": "<b>nice</b>", "text/plain": "nice ".repeat(20_000) })).toBe(false);
    await type("```\n\n```", 4);
    expect(await pastes({ "text/html": "<b>nice</b>", "text/plain": "nice" })).toBe(false);
    // What looks like a format at first and is none.
    await type("");
    expect(await pastes({ "text/html": "<span style='font-weight:400'>a * b</span>", "text/plain": "a * b" })).toBe(true);
    await vi.waitFor(() => expect(field().value).toBe("a * b"), 20_000);
  });

  it("whose converter can't be had is the plain text", async () => {
    await inRoom();
    vi.doMock("../../src/text/markdown-of-html.ts", () => {
      throw new Error("no network");
    });
    try {
      await pastes({ "text/html": "<b>nice</b>\r\nday", "text/plain": "nice\r\nday" });
      await vi.waitFor(() => expect(field().value).toBe("nice\nday"), 20_000);
    } finally {
      vi.doUnmock("../../src/text/markdown-of-html.ts");
    }
  });
});
