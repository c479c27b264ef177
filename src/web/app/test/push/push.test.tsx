import { ClientProvider } from "@akkarealtime/react";
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FakeServer } from "../../../client/test/fake-server.ts";
import { harness, pass, settle } from "../../../client/test/harness.ts";
import { HostContext } from "../../../react-ui/src/host-context.ts";
import { openMessage, openRoom } from "../../src/route.ts";

const key = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";

class FakeSubscription {
  isGone = false;
  readonly options: { readonly applicationServerKey: ArrayBuffer };
  constructor(applicationServerKey: ArrayBuffer) {
    this.options = { applicationServerKey };
  }
  toJSON() {
    return { endpoint: "https://push.example.com/1", keys: { p256dh: "p", auth: "a" } };
  }
  unsubscribe() {
    this.isGone = true;
    browser.subscription = null;
    return Promise.resolve(true);
  }
}

const bytes = (text: string) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0)).buffer;

/** What of a browser pushes need. */
const browser = {
  answer: "granted",
  subscription: null as FakeSubscription | null,
  scripts: [] as string[],
  shown: [] as string[],
  isRegistered: false,
};

const registration = {
  pushManager: {
    getSubscription: () => Promise.resolve(browser.subscription),
    subscribe: ({ applicationServerKey }: { applicationServerKey: string }) => Promise.resolve((browser.subscription = new FakeSubscription(bytes(applicationServerKey)))),
  },
  showNotification: (title: string, { tag }: { tag: string }) => Promise.resolve(void browser.shown.push(`${tag}: ${title}`)),
  getNotifications: () => Promise.resolve([]),
  unregister: () => Promise.resolve((browser.isRegistered = false)),
};

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  localStorage.clear();
  Object.assign(browser, { answer: "granted", subscription: null, scripts: [], shown: [], isRegistered: false });
  vi.stubGlobal("Notification", { permission: "granted", requestPermission: () => Promise.resolve(browser.answer) });
  vi.stubGlobal("PushManager", {});
  Object.defineProperty(navigator, "serviceWorker", {
    configurable: true,
    value: {
      ready: Promise.resolve(registration),
      register: (script: string) => Promise.resolve(void browser.scripts.push(script)).then(() => (browser.isRegistered = true)),
      getRegistration: () => Promise.resolve(browser.isRegistered ? registration : undefined),
    },
  });
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
  Reflect.deleteProperty(navigator, "serviceWorker");
});

async function page() {
  const { Notifier } = await import("../../../react-ui/src/notifications/Notifier.tsx");
  const { NotificationItems } = await import("../../../react-ui/src/notifications/NotificationItems.tsx");
  // What the browser allows is looked at when the module is loaded.
  const { notifications } = await import("@akkarealtime/react-ui/notices");
  notifications.update((before) => ({ ...before, permission: "default" }));
  const { device } = await import("../../src/push/device.ts");
  const load = () => Promise.resolve(device);
  const server = new FakeServer();
  server.push = { publicKey: key };
  server.answers.set("push.subscribe", () => ({ type: "push.ok", data: {} }));
  server.answers.set("push.unsubscribe", () => ({ type: "push.ok", data: {} }));
  server.addRoom("d", "direct", "alice", "bob");
  const { client } = harness({ server });
  client.connect();
  await settle();
  const drawn = render(
    <ClientProvider client={client}>
      <HostContext value={{ onRoom: openRoom, onMessage: openMessage, device: load }}>
        <Notifier />
        <NotificationItems />
      </HostContext>
    </ClientProvider>,
  );
  await act(() => pass(1_000));
  const item = () => screen.getByTestId("push-item");
  const click = async () => {
    fireEvent.click(item());
    await act(() => pass(1_000));
  };
  return { server, client, item, click, drawn };
}

it("a click has the browser ask, and this device told while the page is closed; another one ends it", async () => {
  const { server, item, click } = await page();
  expect(item().getAttribute("aria-checked")).toBe("false");
  await click();
  expect(item().getAttribute("aria-checked")).toBe("true");
  expect(browser.scripts).toEqual(["/push-worker.js?lang=en"]);
  expect(server.last.of("push.subscribe")).toMatchObject([{ endpoint: "https://push.example.com/1", keys: { p256dh: "p", auth: "a" } }]);
  await click();
  expect(item().getAttribute("aria-checked")).toBe("false");
  expect(server.last.of("push.unsubscribe")).toMatchObject([{ endpoint: "https://push.example.com/1" }]);
  expect([browser.subscription, browser.isRegistered]).toEqual([null, false]);
});

it("stays off where the browser is told no", async () => {
  const { server, item, click } = await page();
  browser.answer = "denied";
  await click();
  expect(item().getAttribute("aria-checked")).toBe("false");
  expect(server.last.of("push.subscribe")).toEqual([]);
});

it("says it again in each session, with a new subscription where the server has another key", async () => {
  const { server, client, click } = await page();
  await click();
  const first = browser.subscription;
  server.crash();
  await act(() => pass(30_000));
  expect(server.last.of("push.subscribe")).toHaveLength(1);
  expect(browser.subscription).toBe(first);
  server.push = { publicKey: key.replace("BCV", "BCW") };
  server.crash();
  await act(() => pass(30_000));
  expect(first?.isGone).toBe(true);
  expect(browser.subscription).not.toBe(first);
  client.close();
});

it("ends with the sign-out", async () => {
  const { forgetUser } = await import("../../../react-ui/src/forget.ts");
  const { server, click } = await page();
  await click();
  act(() => forgetUser("alice"));
  await act(() => pass(1_000));
  expect(server.last.of("push.unsubscribe")).toMatchObject([{ endpoint: "https://push.example.com/1" }]);
  expect([browser.subscription, browser.isRegistered]).toEqual([null, false]);
  expect(Object.keys(localStorage).filter((name) => name.includes("push"))).toEqual([]);
});

it("what the open page tells of goes under the tags of pushes, and a click on a notification opens the room", async () => {
  const { server, click } = await page();
  await click();
  vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
  server.post("d", "bob", "hello");
  await act(() => pass(5_000));
  expect(browser.shown).toEqual(["room-d: bob"]);
  const { openTold } = await import("../../src/route.ts");
  act(() => openTold({ type: "open", room: "d", message: "m1" }));
  expect(location.hash).toBe("#/room/d/m1");
});

it("is not offered where the server pushes nothing", async () => {
  const { server, client, drawn } = await page();
  server.push = undefined;
  server.crash();
  await act(() => pass(30_000));
  expect(drawn.queryByTestId("push-item")).toBeNull();
  client.close();
});
