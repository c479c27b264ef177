import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FakeServer } from "../fake-server.ts";
import { harness, pass, settle } from "../harness.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

it("shows what was chosen last, on another device, although the answer to the choice before comes later", async () => {
  const server = new FakeServer();
  const { client } = harness({ server });
  client.connect();
  await pass(100);
  let answer: () => void = () => undefined;
  server.intercept = (socket, { type, data }) => {
    answer = () => socket.say("status.ok", { ref: data["ref"], user: "alice", status: "busy" });
    return type === "status.set";
  };
  const choosing = client.presence.choose({ status: "busy" });
  await settle();
  server.last.say("status.changed", { users: [{ user: "alice", status: "busy" }] });
  server.last.say("status.changed", { users: [{ user: "alice", status: "online", text: "the phone's" }] });
  await settle();
  server.intercept = (socket, { type, data }) => {
    if (type !== "status.get") return false;
    socket.say("status.snapshot", { ref: data["ref"], users: [{ user: "alice", status: "online", text: "the phone's" }] });
    return true;
  };
  answer();
  await choosing;
  expect(client.presence.mine.get()).toMatchObject({ status: "online", text: "the phone's" });
});
