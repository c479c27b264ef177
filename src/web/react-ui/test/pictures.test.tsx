import { act } from "@testing-library/react";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { pass } from "../../client/test/harness.ts";
import { loadAll } from "../src/components/later.ts";
import { does, go, page, preparePage } from "./stage.tsx";

preparePage();

const own = (user: string, hash: string) => `/api/v1/people/${user}/pictures/${hash}`;
/** What was asked of the server over HTTP: where, and with which token. */
let fetched: { path: string; authorization: string | null }[] = [];
let status = 200;
let revoked: string[] = [];

// What comes behind the first message is here at once.
beforeAll(loadAll);
beforeEach(() => {
  fetched = [];
  revoked = [];
  status = 200;
  vi.stubGlobal("fetch", (url: string, request?: RequestInit) => {
    fetched.push({ path: new URL(url).pathname, authorization: new Headers(request?.headers).get("authorization") });
    return Promise.resolve({ ok: status === 200, status, blob: () => Promise.resolve(new Blob()) });
  });
  let made = 0;
  URL.createObjectURL = () => `blob:${++made}`;
  URL.revokeObjectURL = (url) => void revoked.push(url);
});

/** Alice's page with the group open, on a server that knows these pictures. */
async function withPictures(known: Record<string, string>) {
  const made = await page((server) => {
    server.answers.set("people.pictures", (_, { users }) => ({
      type: "people.pictures",
      data: { people: (users as string[]).filter((user) => user in known).map((user) => ({ user, picture: known[user] })) },
    }));
  });
  await go("#/room/r");
  for (let i = 0; i < 20 && made.server.last.of("people.pictures").length === 0; i++) await act(() => pass(200));
  await act(() => pass(100));
  return made;
}

const shown = () => [...document.querySelectorAll<HTMLImageElement>(".avatar > img")].map(({ src }) => src);
const initials = () => [...document.querySelectorAll(".avatar > span[aria-hidden]")].map(({ textContent }) => textContent);

describe("a person's picture", () => {
  it("stands wherever they do, is asked for once with those who are shown beside them, and fetched with the token", async () => {
    const { server } = await withPictures({ bob: own("bob", "0f") });
    expect(shown()).toEqual(["blob:1"]);
    const asked = server.last.of("people.pictures").flatMap(({ users }) => users as string[]);
    expect(asked).toContain("bob");
    expect(new Set(asked).size).toBe(asked.length);
    expect(fetched).toEqual([{ path: own("bob", "0f"), authorization: expect.stringMatching(/^Bearer ./) as string }]);
  });

  it("changes where somebody sets another one, and gives way to their initials where they remove it", async () => {
    const { server } = await withPictures({ bob: own("bob", "0f") });
    await does(() => server.last.say("people.pictured", { user: "bob", picture: own("bob", "1e") }));
    await act(() => pass(50));
    expect(shown()).toEqual(["blob:2"]);
    expect(revoked).toContain("blob:1");
    await does(() => server.last.say("people.pictured", { user: "bob" }));
    await act(() => pass(50));
    expect(shown()).toEqual([]);
    expect(initials()).toContain("B");
  });

  it("that can't be had leaves their initials", async () => {
    status = 404;
    await withPictures({ bob: own("bob", "0f") });
    expect(shown()).toEqual([]);
    expect(initials()).toContain("B");
  });

  it("is asked for again in the next session, and not fetched again where it is the same", async () => {
    const { server } = await withPictures({ bob: own("bob", "0f") });
    await does(() => server.last.end(1006));
    await act(() => pass(5_000));
    expect(server.last.of("people.pictures").flatMap(({ users }) => users as string[])).toContain("bob");
    expect(shown()).toEqual(["blob:1"]);
    expect(fetched).toHaveLength(1);
  });
});
