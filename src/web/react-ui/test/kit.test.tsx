import { ClientProvider } from "@akkarealtime/react";
import { act, fireEvent, render, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { fakeRtc } from "../../client/test/calls/fake-rtc.ts";
import { FakeServer } from "../../client/test/fake-server.ts";
import { harness, pass, settle } from "../../client/test/harness.ts";
import { language, setLanguage } from "../src/i18n/language.ts";
import { addLanguage, replaceTexts } from "../src/i18n/own.ts";
import { t } from "../src/i18n/t.ts";
import {
  CallView,
  Chat,
  Composer,
  GlobalCallNotification,
  openMessage,
  openRoom,
  RealtimeUi,
  Room,
  RoomHeader,
  RoomList,
  RoomTools,
  theme,
  Timeline,
  useOpenRoom,
  UserStatus,
  type RealtimeUiProps,
} from "../src/index.ts";
import { get, preparePage, query } from "./stage.tsx";

preparePage();
// One at a time on a page, which keeps what is open.
afterEach(() => act(() => openRoom(null)));

async function client(before: (server: FakeServer) => void = () => undefined) {
  const server = new FakeServer();
  server.names.set("bob", "Bob");
  server.addRoom("r", "group", "alice", "bob");
  before(server);
  const made = harness({ server, rtc: fakeRtc() });
  made.client.connect();
  await settle();
  return made;
}

async function app(children: ReactNode, host: Partial<RealtimeUiProps> = {}, before?: (server: FakeServer) => void) {
  const made = await client(before);
  const drawn = render(
    <RealtimeUi client={made.client} {...host}>
      {children}
    </RealtimeUi>,
  );
  await act(() => pass(100));
  return { ...made, drawn };
}

const rooms = (
  <>
    <RoomList />
    <Room>
      <Timeline />
      <button type="button">Own</button>
      <Composer />
    </Room>
  </>
);

describe("a part without what it needs", () => {
  it.each([
    ["Chat", <Chat />],
    ["RoomList", <RoomList />],
    ["RoomTools", <RoomTools />],
    ["UserStatus", <UserStatus />],
    ["CallView", <CallView />],
    ["GlobalCallNotification", <GlobalCallNotification />],
  ] as const)("says so: %s", async (name, part) => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const made = await client();
    expect(() => render(<ClientProvider client={made.client}>{part}</ClientProvider>)).toThrow(`${name} needs a RealtimeUi above it`);
  });

  it.each([
    ["Timeline", <Timeline />],
    ["Composer", <Composer />],
    ["RoomHeader", <RoomHeader />],
  ] as const)("says so: %s outside of a room", async (name, part) => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const made = await client();
    expect(() => render(<RealtimeUi client={made.client}>{part}</RealtimeUi>)).toThrow(`${name} needs a Room above it`);
  });
});

describe("an app that decides nothing", () => {
  it("has rooms to open, messages to write, and an address and a title that stay as they were", async () => {
    const [address, title] = [location.href, document.title];
    const { server } = await app(rooms, {}, (made) => made.post("r", "bob", "hello"));
    await act(async () => {
      fireEvent.click(get("roomItem"));
      await pass(100);
    });
    expect(screen.getByTestId("timeline").textContent).toContain("hello");
    fireEvent.change(get("composerInput"), { target: { value: "and to you" } });
    fireEvent.submit(get("composer"));
    await act(() => pass(1_000));
    expect(server.last.of("chat.send")).toMatchObject([{ room: "r", text: "and to you" }]);
    expect([location.href, document.title]).toEqual([address, title]);
  });

  it("has its own elements outside of what the styles are for", async () => {
    await app(rooms);
    await act(() => {
      openRoom("r");
      return pass(100);
    });
    expect(screen.getByText("Own").closest(".akkarealtime-ui")).toBeNull();
    for (const id of ["roomList", "timeline", "composer"] as const) expect(get(id).closest(".akkarealtime-ui")).not.toBeNull();
  });

  it("copies no addresses of messages", async () => {
    await app(<Chat />, {}, (made) => made.post("r", "bob", "hello"));
    await act(() => {
      openRoom("r");
      return pass(1_000);
    });
    fireEvent.pointerEnter(get("message"));
    fireEvent.mouseEnter(get("message"));
    await act(() => pass(100));
    fireEvent.click(get("messageMenu"));
    await act(() => pass(100));
    expect(screen.getByTestId("message-copy-text-item")).toBeTruthy();
    expect(screen.queryByTestId("message-copy-link-item")).toBeNull();
  });
});

describe("an app that decides", () => {
  it("which room is open hears of each wish, and shows what it wants", async () => {
    const wishes: (string | null)[] = [];
    const messages: string[] = [];
    const { drawn, client: made } = await app(rooms, { room: null, onRoom: (room) => wishes.push(room), onMessage: (...at) => messages.push(at.join("/")) });
    fireEvent.click(get("roomItem"));
    await act(() => pass(100));
    openMessage("r", "m1");
    expect([wishes, messages, query("room")]).toEqual([["r"], ["r/m1"], null]);
    drawn.rerender(
      <RealtimeUi client={made} room="r">
        {rooms}
      </RealtimeUi>,
    );
    await act(() => pass(100));
    expect(get("room").dataset.room).toBe("r");
  });

  it("where things are kept finds drafts there, and none in the browser's storage", async () => {
    const kept = new Map([["akkarealtime.theme", "dark"], ["akkarealtime.draft.alice/r/", "half a sentence"]]);
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
      keys: () => [...kept.keys()],
    };
    await app(rooms, { storage });
    expect(get("roomDraft").textContent).toContain("half a sentence");
    expect([theme.get(), get("roomList").closest<HTMLElement>(".akkarealtime-ui")?.dataset.theme]).toEqual(["dark", "dark"]);
    await act(() => {
      openRoom("r");
      return pass(100);
    });
    fireEvent.change(get("composerInput"), { target: { value: "a whole one" } });
    expect([kept.get("akkarealtime.draft.alice/r/"), Object.keys(localStorage).filter((key) => key.includes("draft"))]).toEqual(["a whole one", []]);
  });

  it("the theme and the language has no choice of them in the menu", async () => {
    await app(<UserStatus />, { theme: "light", language: "de" });
    await act(() => vi.waitFor(() => expect(language.get()).toBe("de"), 20_000));
    const root = get("userStatus").closest<HTMLElement>(".akkarealtime-ui");
    expect([root?.dataset.theme, root?.lang]).toEqual(["light", "de"]);
    fireEvent.click(get("userStatus"));
    await act(() => pass(100));
    expect([get("statusMenu").textContent.includes("Abwesend"), query("themeToggle"), query("language"), query("signOut")]).toEqual([true, null, null, null]);
    await setLanguage("en");
  });

  it("what things are called has its own words, and its own language, with English where it lacks some", async () => {
    addLanguage("eo", "Esperanto", () => Promise.resolve({ "common.close": "Fermi", "room.members": ({ count }) => `${String(count)} homoj` }));
    await setLanguage("eo");
    expect([language.get(), t("common.close"), t("room.members", { count: 2 }), t("common.save")]).toEqual(["eo", "Fermi", "2 homoj", "Save"]);
    replaceTexts({ "common.save": "Keep" });
    await setLanguage("en");
    expect([t("common.save"), t("common.close")]).toEqual(["Keep", "Close"]);
  });
});

it("what is open is known to the app", async () => {
  const seen: (string | null)[] = [];
  const Look = () => (seen.push(useOpenRoom()), null);
  await app(<Look />);
  await act(() => {
    openRoom("r");
    return pass(10);
  });
  expect([seen[0], seen.at(-1)]).toEqual([null, "r"]);
});
