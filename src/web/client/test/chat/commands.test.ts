import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { chatCommands, runCommand } from "../../src/index.ts";
import { FakeServer } from "../fake-server.ts";
import { harness, settle } from "../harness.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

async function connected() {
  const server = new FakeServer();
  const { client } = harness({ server });
  client.connect();
  await settle();
  return { server, connection: client.connection };
}

describe("slash commands", () => {
  it("are listed, and answered with what their user alone is told", async () => {
    const { server, connection } = await connected();
    server.answers.set("chat.commands", (_, { room }) => ({ type: "chat.commands", data: { room, commands: [{ name: "ping", description: "Answers" }] } }));
    server.answers.set("chat.command", (_, { room, name }) => ({ type: "chat.command-result", data: { room, name, text: "pong" } }));
    expect(await chatCommands(connection, "r")).toEqual([{ name: "ping", description: "Answers" }]);
    expect(await runCommand(connection, { room: "r", name: "ping", arguments: "twice" })).toBe("pong");
    expect(server.last.of("chat.command")[0]?.["arguments"]).toBe("twice");
  });

  it("are not repeated by themselves, and have the key that they were given", async () => {
    const { server, connection } = await connected();
    server.intercept = (socket, { type }) => {
      if (type !== "chat.command") return false;
      socket.end(1006);
      return true;
    };
    await expect(runCommand(connection, { room: "r", name: "ping", key: "k1" })).rejects.toMatchObject({ code: "disconnected" });
    expect(server.last.of("chat.command").map(({ key }) => key)).toEqual(["k1"]);
  });
});
