// @vitest-environment node
import { renderToString } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Core, memoryOutbox } from "@akkarealtime/client";
import { harness } from "../../client/test/harness.ts";
import { ClientProvider, useConnection, useRooms, useSelected, useClient } from "../src/index.ts";

function Page() {
  const { state } = useConnection();
  const attempt = useSelected(useClient().connection.snapshot, (snapshot) => snapshot.attempt);
  return <p>{`${state}, ${attempt}, ${useRooms().length} rooms`}</p>;
}

describe("a page that is drawn on a server", () => {
  it("shows a client that isn't connected", () => {
    const { client } = harness({ outbox: memoryOutbox() });
    expect(renderToString(<ClientProvider client={client}><Page /></ClientProvider>)).toBe("<p>idle, 0, 0 rooms</p>");
  });

  it("says which part its client lacks", () => {
    const client = new Core({ server: "https://example.com", user: "alice", token: "t" });
    expect(() => renderToString(<ClientProvider client={client}><Page /></ClientProvider>)).toThrow('This hook needs a client with "rooms"');
  });
});
