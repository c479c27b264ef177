import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PeerLink } from "../../src/calls/links/peer-link.ts";
import { settle } from "../harness.ts";
import { callIdOf, groupCall, raise } from "./call-people.ts";
import { FakePeer, fakeRtc } from "./fake-rtc.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

type Said = { what: string; entry: number | undefined };

function link(offersFirst: boolean) {
  const other = { entry: 1 as number | undefined };
  const said: Said[] = [];
  const made = new PeerLink({
    rtc: fakeRtc(),
    polite: true,
    offersFirst,
    ice: { iceServers: [] },
    freshIce: () => Promise.resolve({ iceServers: [] }),
    entry: () => other.entry,
    signal: (signal, entry) => said.push({ what: "description" in signal ? signal.description.type : "candidate", entry }),
    onChange: () => undefined,
  });
  made.start({ audio: null, video: null }, null);
  return { made, other, said };
}

async function offerOf(peer: FakePeer) {
  peer.addTransceiver("audio", { direction: "sendrecv" });
  await peer.setLocalDescription();
  return { description: peer.localDescription ?? raise("no offer") };
}

describe("what is said to another page", () => {
  it("is an answer only for the page that has offered", async () => {
    const { made, other, said } = link(false);
    const answering = made.receive(await offerOf(new FakePeer({})));
    // The page is loaded again while the answer is made.
    other.entry = 2;
    await answering;
    expect(said).toEqual([
      { what: "candidate", entry: 1 },
      { what: "answer", entry: 1 },
    ]);
  });

  it("is an offer for whichever page is there by now", async () => {
    const { made, other, said } = link(true);
    await settle();
    other.entry = 2;
    await made.recover();
    expect(said.filter(({ what }) => what === "offer")).toEqual([
      { what: "offer", entry: 1 },
      { what: "offer", entry: 2 },
    ]);
  });

  it("is for anybody where the server does not count entries", async () => {
    const { other, said } = link(true);
    other.entry = undefined;
    await settle();
    expect(said.map(({ entry }) => entry)).toEqual([undefined, undefined]);
  });
});

describe("a participant who comes in again", () => {
  it("gets nothing that was meant for the page before", async () => {
    const { server, people } = await groupCall("alice", "bob");
    const [alice, bob] = [people[0] ?? raise("no alice"), people[1] ?? raise("no bob")];
    const refused: unknown[] = [];
    alice.client.connection.on("error", (error) => refused.push(error.field));
    const said = () => alice.socket().of("call.signal").map(({ entry }) => entry);
    expect(new Set(said())).toEqual(new Set([2]));
    const before = said().length;
    // The page is another one, and alice has not heard of it yet.
    const id = callIdOf(alice.client);
    const call = server.calls.get(id) ?? raise("no call");
    server.calls.set(id, { ...call, participants: call.participants.map((one) => (one.user === "bob" ? { ...one, entry: 3 } : one)) });
    const got = bob.rtc.peers[0]?.candidates.length;
    alice.rtc.peers[0]?.onicecandidate?.({ candidate: { toJSON: () => ({ candidate: "late" }) } });
    await settle();
    expect([said().slice(before), refused, bob.rtc.peers[0]?.candidates.length]).toEqual([[2], ["entry"], got]);
  });
});
