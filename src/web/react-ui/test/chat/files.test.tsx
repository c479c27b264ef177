import { FileError, type UploadRequest } from "@akkarealtime/client";
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fakeRtc } from "../../../client/test/calls/fake-rtc.ts";
import { FakeServer } from "../../../client/test/fake-server.ts";
import { harness, pass, settle } from "../../../client/test/harness.ts";
import { Chat } from "../../src/chat/Chat.tsx";
import { formatSize, kindOf } from "../../src/chat/files/files.ts";
import { scheduledList } from "../../src/chat/scheduled/scheduled.ts";
import { laterTestIds } from "../../src/testids-later.ts";
import { testIds } from "../../src/testids.ts";
import { AtAddress } from "../at-address.tsx";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  location.hash = "";
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
  vi.stubGlobal("ResizeObserver", class {
    observe() {}
    unobserve() {}
    disconnect() {}
  });
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function () {
    this.open = false;
  };
  HTMLElement.prototype.scrollTo = () => undefined;
  URL.createObjectURL = () => "blob:picture";
  URL.revokeObjectURL = () => undefined;
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, "pdfViewerEnabled");
});

interface Pending {
  readonly request: UploadRequest;
  readonly done: () => void;
  readonly fail: (error: FileError) => void;
}

/** The page in a room, with uploads that a test lets go on. */
async function inRoom() {
  const server = new FakeServer();
  server.addRoom("r", "direct", "alice", "bob");
  const uploads: Pending[] = [];
  const made = harness({
    server,
    rtc: fakeRtc(),
    upload: (request) =>
      new Promise((resolve, reject) => {
        const { name, size } = request.file;
        const id = `f${uploads.length + 1}`;
        const body = JSON.stringify({ id, name, type: request.file.type, size, url: `/api/v1/files/${id}` });
        request.signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
        uploads.push({ request, done: () => resolve({ status: 201, body }), fail: reject });
      }),
  });
  made.client.connect();
  await settle();
  render(
    <AtAddress client={made.client}>
      <Chat name="AkkaRealtime" onSignOut={() => undefined} />
    </AtAddress>,
  );
  await act(async () => {
    fireEvent.click(screen.getByTestId(testIds.roomItem));
    await pass(10);
  });
  return { ...made, uploads };
}

const chips = () => screen.queryAllByTestId(testIds.upload);
const file = (name: string, type = "text/plain") => new File(["0123456789"], name, { type });
const choose = (...files: File[]) => act(async () => {
  fireEvent.change(screen.getByTestId(testIds.attachInput), { target: { files } });
  await settle();
});
const step = (action: () => void) => act(async () => {
  action();
  await settle();
});

describe("files in the page", () => {
  it("shows a file's way, holds the message until it is there, and sends it then", async () => {
    const { server, uploads } = await inRoom();
    await choose(file("notes.txt"));
    await step(() => uploads[0]?.request.onProgress?.(4));
    expect(chips().map((chip) => [chip.dataset.name, chip.dataset.state])).toEqual([["notes.txt", "uploading"]]);
    expect(screen.getByTestId(testIds.uploadProgress)).toHaveProperty("value", 40);

    await step(() => fireEvent.keyDown(screen.getByTestId(testIds.composerInput), { key: "Enter" }));
    expect(server.last.of("chat.send")).toHaveLength(0);
    screen.getByText("Your message will be sent once the files are uploaded.");

    await step(() => uploads[0]?.done());
    expect(server.last.of("chat.send")).toMatchObject([{ text: "", attachments: [{ id: "f1", name: "notes.txt" }] }]);
    expect(chips()).toHaveLength(0);
    within(screen.getByTestId(testIds.file)).getByText("TXT · 10 B");
  });

  it("says why one failed, tries it again, and lets one be taken out", async () => {
    const { server, uploads } = await inRoom();
    await choose(file("a.txt"), file("b.txt"));
    await step(() => uploads[0]?.fail(new FileError(0, "The connection broke off.")));
    screen.getByText("The connection broke off.");
    await step(() => fireEvent.keyDown(screen.getByTestId(testIds.composerInput), { key: "Enter" }));

    await step(() => fireEvent.click(screen.getAllByTestId(testIds.uploadRemove)[1] as HTMLElement));
    expect(uploads[1]?.request.signal?.aborted).toBe(true);
    expect(server.last.of("chat.send")).toHaveLength(0);

    await step(() => fireEvent.click(screen.getByTestId(testIds.uploadRetry)));
    await step(() => uploads[2]?.done());
    await step(() => fireEvent.click(screen.getByTestId(testIds.composerSend)));
    expect(server.last.of("chat.send")).toMatchObject([{ attachments: [{ id: "f3", name: "a.txt" }] }]);
  });

  it("takes pasted pictures, and leaves pasted text alone", async () => {
    const { uploads } = await inRoom();
    const input = screen.getByTestId(testIds.composerInput);
    await step(() => fireEvent.paste(input, { clipboardData: { types: ["text/plain", "Files"], files: [file("image.png", "image/png")] } }));
    expect(uploads).toHaveLength(0);

    await step(() => fireEvent.paste(input, { clipboardData: { types: ["Files"], files: [file("image.png", "image/png")] } }));
    expect(uploads[0]?.request.file.name).toMatch(/^Picture 1970-01-01 00\.16\.40\.png$/);
  });

  it("takes what is dropped onto the room, and shows a picture that enlarges", async () => {
    const { uploads } = await inRoom();
    const room = screen.getByTestId(testIds.timeline);
    const dataTransfer = { types: ["Files"], files: [file("cat.png", "image/png")], dropEffect: "none" };
    await step(() => fireEvent.dragEnter(room, { dataTransfer }));
    screen.getByText("Drop files here to attach them");
    await step(() => fireEvent.drop(room, { dataTransfer }));
    await step(() => uploads[0]?.done());
    await step(() => fireEvent.click(screen.getByTestId(testIds.composerSend)));

    const picture = screen.getByRole("button", { name: "Enlarge cat.png" });
    expect(picture.querySelector("img")?.getAttribute("src")).toBe("blob:picture");
    await step(() => fireEvent.click(picture));
    expect(screen.getByTestId(testIds.viewer)).toHaveProperty("open", true);
    await step(() => fireEvent.click(screen.getByTestId(testIds.viewerClose)));
    expect(screen.queryByTestId(testIds.viewer)).toBeNull();
  });

  it("opens a PDF in the browser's own viewer, and lets go of it when that is closed", async () => {
    Object.defineProperty(navigator, "pdfViewerEnabled", { value: true, configurable: true });
    const fetched: string[] = [];
    vi.stubGlobal("fetch", (url: string) => {
      fetched.push(new URL(url).pathname);
      return Promise.resolve({ ok: true, status: 200, blob: () => Promise.resolve(new Blob(["%PDF-1.7"])) });
    });
    const [made, revoked]: [string[], string[]] = [[], []];
    URL.createObjectURL = (blob) => `blob:${made.push((blob as Blob).type)}`;
    URL.revokeObjectURL = (url) => void revoked.push(url);
    const { uploads } = await inRoom();
    await choose(file("plan.pdf", "application/pdf"));
    await step(() => uploads[0]?.done());
    await step(() => fireEvent.click(screen.getByTestId(testIds.composerSend)));
    within(screen.getByTestId(laterTestIds.document)).getByText("PDF · 10 B");
    expect(fetched).toEqual([]);

    await step(() => fireEvent.click(screen.getByRole("button", { name: "Open plan.pdf" })));
    expect(fetched).toEqual(["/api/v1/files/f1"]);
    expect(made).toEqual(["application/pdf"]);
    expect(screen.getByTestId(testIds.viewer)).toHaveProperty("open", true);
    expect(screen.getByTitle("plan.pdf").getAttribute("src")).toBe("blob:1");

    await step(() => fireEvent.click(screen.getByTestId(testIds.viewerClose)));
    expect(screen.queryByTestId(testIds.viewer)).toBeNull();
    expect(revoked).toEqual(["blob:1"]);
  });

  it("only saves a PDF where the browser shows none", async () => {
    const { uploads } = await inRoom();
    await choose(file("plan.pdf", "application/pdf"));
    await step(() => uploads[0]?.done());
    await step(() => fireEvent.click(screen.getByTestId(testIds.composerSend)));
    within(screen.getByTestId(testIds.file)).getByText("PDF · 10 B");
    expect(screen.queryByTestId(laterTestIds.document)).toBeNull();
  });

  it("names sizes and kinds as people do", () => {
    expect([0, 999, 1_500, 25_000_000, 3_200_000_000].map(formatSize)).toEqual(["0 B", "999 B", "1.5 KB", "25 MB", "3.2 GB"]);
    expect(kindOf({ name: "a.tar.gz", type: "application/gzip" })).toBe("GZ");
    expect(kindOf({ name: "README", type: "text/plain" })).toBe("PLAIN");
  });

  it("goes along with what is sent later, once it is there", async () => {
    const { server, uploads } = await inRoom();
    const asked: Record<string, unknown>[] = [];
    const kept: object[] = [];
    server.answers.set("chat.schedules", () => ({ type: "chat.schedules", data: { messages: kept } }));
    server.answers.set("chat.schedule", (_, data) => {
      asked.push({ ...data });
      kept.push({ id: "s1", ...data });
      return { type: "chat.scheduled", data: { message: kept[0] } };
    });
    await step(() => void pass(1_000));
    await choose(file("notes.txt"));
    const later = () => screen.getByTestId<HTMLButtonElement>(laterTestIds.sendLater);
    expect(later().disabled).toBe(true);
    await step(() => uploads[0]?.done());
    await step(() => fireEvent.click(later()));
    await step(() => fireEvent.click(screen.getAllByTestId(laterTestIds.scheduledQuick)[0] as HTMLElement));
    await act(() => pass(50));
    expect(asked).toMatchObject([{ text: "", attachments: [{ id: "f1", name: "notes.txt" }] }]);
    expect(chips()).toHaveLength(0);
    expect(server.last.of("chat.send")).toHaveLength(0);

    await step(() => scheduledList.set(true));
    within(screen.getByTestId(laterTestIds.scheduledItem)).getByText("TXT · 10 B");
    await step(() => fireEvent.click(screen.getByTestId(laterTestIds.scheduledEdit)));
    expect(screen.getByTestId<HTMLButtonElement>(laterTestIds.scheduledSave).disabled).toBe(false);
  });
});
