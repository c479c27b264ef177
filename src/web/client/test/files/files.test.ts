import { describe, expect, it, vi } from "vitest";
import { FileError, Files, httpOrigin, type UploadAnswer, type UploadRequest } from "../../src/index.ts";
import { FakeServer } from "../fake-server.ts";
import { harness, settle } from "../harness.ts";

const picture = { id: "f1", name: "a b.png", type: "image/png", size: 3, url: "/api/v1/files/f1" };
const created: UploadAnswer = { status: 201, body: JSON.stringify(picture) };

function filesWith(answers: readonly UploadAnswer[], options: { maxBytes?: number; response?: Response } = {}) {
  const sent: UploadRequest[] = [];
  const tokens: string[] = [];
  const asked = vi.fn<typeof fetch>(() => Promise.resolve(options.response ?? new Response("bytes")));
  const files = new Files({
    url: "https://chat.example.com",
    token: (reason) => {
      tokens.push(reason);
      return `${reason}.token`;
    },
    maxBytes: () => options.maxBytes,
    upload: (request) => {
      sent.push(request);
      request.onProgress?.(2);
      return Promise.resolve(answers[sent.length - 1] ?? created);
    },
    fetch: asked,
  });
  return { files, sent, tokens, asked };
}

const file = (name = "a b.png", bytes = 3) => new File([new Uint8Array(bytes)], name, { type: "image/png" });

describe("files", () => {
  it("uploads to the room, with the token in a header only, and tells how far it is", async () => {
    const { files, sent } = filesWith([created]);
    const progress: number[] = [];

    expect(await files.upload("r 1", file(), { onProgress: (bytes) => progress.push(bytes) })).toEqual(picture);

    expect(sent[0]?.url).toBe("https://chat.example.com/api/v1/rooms/r%201/files?name=a%20b.png");
    expect(sent[0]?.token).toBe("reconnect.token");
    expect(progress).toEqual([2]);
  });

  it("tries once more with a fresh token, and not again", async () => {
    const refused = { status: 401, body: "" };
    const { files, tokens } = filesWith([refused, created]);
    await files.upload("r", file());
    expect(tokens).toEqual(["reconnect", "rejected"]);

    const { files: never, sent } = filesWith([refused, refused, refused]);
    await expect(never.upload("r", file())).rejects.toMatchObject({ status: 401 });
    expect(sent).toHaveLength(2);
  });

  it("says in the server's words why a file is not taken", async () => {
    const { files } = filesWith([{ status: 415, body: JSON.stringify({ status: 415, detail: "Files of this type are not taken here." }) }]);
    await expect(files.upload("r", file())).rejects.toThrow("Files of this type are not taken here.");
  });

  it("has words for what a proxy answers, and knows what may pass", async () => {
    const { files } = filesWith([
      { status: 413, body: "<html>" },
      { status: 502, body: "" },
    ]);
    const error = await files.upload("r", file()).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(FileError);
    expect(error).toMatchObject({ message: "The file is too large.", isTemporary: false });
    await expect(files.upload("r", file())).rejects.toMatchObject({ status: 502, isTemporary: true });
  });

  it("does not send what the server would refuse anyway", async () => {
    const { files, sent } = filesWith([], { maxBytes: 2_097_152 });
    await expect(files.upload("r", file("large", 2_097_153))).rejects.toThrow("A file may have 2 MB at most.");
    await expect(files.upload("r", file("none", 0))).rejects.toThrow("empty");
    expect(sent).toHaveLength(0);
  });

  it("downloads with the token, and says why not", async () => {
    const { files, asked } = filesWith([]);
    expect(await (await files.download(picture)).text()).toBe("bytes");
    expect(asked.mock.calls[0]).toEqual(["https://chat.example.com/api/v1/files/f1", { headers: { authorization: "Bearer reconnect.token" } }]);

    const { files: gone } = filesWith([], { response: new Response(JSON.stringify({ detail: "The file was removed." }), { status: 410 }) });
    await expect(gone.download(picture)).rejects.toMatchObject({ status: 410, message: "The file was removed." });
  });

  it("finds the server of HTTP where the socket is", () => {
    expect(httpOrigin("wss://chat.example.com:8443/ws/ws?x=1")).toBe("https://chat.example.com:8443");
    expect(httpOrigin("ws://127.0.0.1:5000/ws/ws")).toBe("http://127.0.0.1:5000");
  });
});

describe("a message with files", () => {
  it("carries them through the outbox, also without a text, and back from the log", async () => {
    vi.useFakeTimers({ now: 1_000_000 });
    try {
      const server = new FakeServer();
      server.addRoom("r", "group", "alice", "bob");
      const { client } = harness({ server });
      client.connect();
      await settle();
      client.rooms.open("r");
      await settle();

      client.outbox.add({ room: "r", text: "", attachments: [picture] });
      await settle();

      expect(server.last.of("chat.send")).toMatchObject([{ text: "", attachments: [picture] }]);
      const entry = client.rooms.room("r")?.get().entries.at(-1);
      expect(entry?.kind === "message" && entry.message.attachments).toEqual([picture]);
      expect(client.rooms.list.get()[0]?.last?.attachments).toEqual([picture]);
      expect(client.outbox.items.get()).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });
});
