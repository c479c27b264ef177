import { FileError, type Client } from "@akkarealtime/client";
import { t } from "./i18n/t.ts";
import { pictures } from "./pictures.ts";

/** As many as one request may ask for. */
const most = 1_000;

interface Shown {
  /** As the server calls it. */
  readonly picture: string;
  /** As the browser shows it. */
  readonly url: string;
}

/**
 * Keeps {@link pictures}, until the returned function is called: asks for those who are shown, all of a moment together and once in each session, and hears of changes.
 * The server's own are fetched with the token, which so never stands in an address.
 */
export function followPictures(client: Client): () => void {
  const { connection } = client;
  const shown = new Map<string, Shown>();
  /** What each should show, and whoever was asked for in this session. */
  const wanted = new Map<string, string | undefined>();
  const asked = new Set<string>();
  let waiting: string[] = [];
  let isOver = false;

  // A new function each time: whoever shows a picture reads it again.
  const draw = () =>
    pictures.set((user) => {
      if (!asked.has(user) && !isOver) {
        asked.add(user);
        if (waiting.push(user) === 1) setTimeout(() => void ask(), 20);
      }
      return shown.get(user)?.url;
    });
  const ask = async () => {
    const users = waiting.slice(0, most);
    waiting = waiting.slice(most);
    if (waiting.length > 0) setTimeout(() => void ask(), 20);
    if (isOver || !connection.isReady) return;
    // Without an answer they have initials, and the next session asks again.
    const reply = await connection.request("people.pictures", { users }).catch(() => null);
    const found = new Map(reply?.people.map(({ user, picture }) => [user, picture]));
    if (reply) for (const user of users) void learn(user, found.get(user));
  };
  const learn = async (user: string, picture: string | undefined) => {
    wanted.set(user, picture);
    if (isOver || shown.get(user)?.picture === picture) return;
    const url = picture && (await load(client, picture).catch(() => undefined));
    // Another one, or none, by now; or the page is left. What couldn't be had leaves what stood there.
    if (!isCurrent(user, picture) || (picture && !url)) {
      release(url);
      return;
    }
    release(shown.get(user)?.url);
    shown.delete(user);
    if (picture && url) shown.set(user, { picture, url });
    const [oldest] = shown;
    if (oldest && shown.size > most) {
      shown.delete(oldest[0]);
      asked.delete(oldest[0]);
      release(oldest[1].url);
    }
    draw();
  };
  const isCurrent = (user: string, picture: string | undefined) => !isOver && wanted.get(user) === picture;
  const begin = () => {
    asked.clear();
    waiting = [];
    draw();
  };
  const ends = [connection.onReady(begin), connection.on("people.pictured", ({ user, picture }) => void learn(user, picture))];
  begin();
  return () => {
    isOver = true;
    for (const end of ends) end();
    for (const { url } of shown.values()) release(url);
    pictures.set(() => undefined);
  };
}

/** My own picture from now on, or none. Whoever shows it is told by the server, this page too. */
export async function setPicture(client: Client, picture: Blob | null): Promise<void> {
  const response = await withToken(client, "/api/v1/people/me/picture", picture ? { method: "PUT", body: picture } : { method: "DELETE" });
  if (response.ok) return;
  const { detail } = (await response.json().catch(() => ({}))) as { detail?: string };
  throw new FileError(response.status, detail ?? t("picture.refused", { code: response.status }));
}

async function load(client: Client, picture: string): Promise<string | undefined> {
  if (picture.startsWith("/")) {
    const response = await withToken(client, picture);
    return response.ok ? URL.createObjectURL(await response.blob()) : undefined;
  }
  // Not before it is there: until then, and where it can't be had, initials are shown.
  const image = new Image();
  image.referrerPolicy = "no-referrer";
  image.src = picture;
  await image.decode();
  return picture;
}

/** Once more with a fresh token where the server doesn't know the first one any more. */
async function withToken({ http, token }: Client, path: string, request: RequestInit = {}): Promise<Response> {
  const send = async (reason: "reconnect" | "rejected") => {
    const authorization = ["Bearer", await token(reason)].join(" ");
    return fetch(`${http}${path}`, { ...request, headers: { authorization } });
  };
  const response = await send("reconnect");
  return response.status === 401 ? send("rejected") : response;
}

function release(url: string | undefined): void {
  if (url?.startsWith("blob:")) URL.revokeObjectURL(url);
}
