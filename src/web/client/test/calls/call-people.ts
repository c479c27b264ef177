import type { Client } from "../../src/index.ts";
import { FakeServer } from "../fake-server.ts";
import { harness, settle, type HarnessOptions } from "../harness.ts";
import { fakeRtc } from "./fake-rtc.ts";

export function raise(message: string): never {
  throw new Error(message);
}

/** Somebody with a page of their own and fake media. */
export async function person(server: FakeServer, user: string, options: Omit<HarnessOptions, "server" | "user"> = {}) {
  const rtc = fakeRtc();
  const made = harness({ server, user, rtc, ...options });
  made.client.connect();
  await settle();
  return { ...made, rtc, socket: () => server.of(user).at(-1) ?? raise(`${user} is not connected`) };
}

export type Someone = Awaited<ReturnType<typeof person>>;

export const callsOf = (client: Client) => client.calls.state.get();
export const currentOf = (client: Client) => callsOf(client).current ?? raise("in no call");
export const callIdOf = (client: Client) => currentOf(client).callId ?? raise("the call has no id");
export const ringingOf = (client: Client) => callsOf(client).incoming[0]?.call.id ?? raise("nothing rings");

/** A group whose first member has started a call that the others took. */
export async function groupCall(...users: readonly string[]) {
  const server = new FakeServer();
  server.addRoom("g", "group", ...users);
  const people: Someone[] = [];
  for (const user of users) people.push(await person(server, user));
  const [host, ...others] = people;
  if (!host) return raise("nobody");
  void host.client.calls.start({ room: "g" }, "video");
  await settle();
  for (const other of others) {
    void other.client.calls.accept(ringingOf(other.client));
    await settle();
  }
  return { server, people, id: callIdOf(host.client) };
}
