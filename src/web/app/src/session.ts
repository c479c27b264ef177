import { browserStorage, Connection, deviceId, httpUrl, newId, socketUrl, type KeyValueStorage, type TokenReason } from "@akkarealtime/client";
import { t } from "../../react-ui/src/i18n/t.ts";

export interface SignedIn {
  readonly token: string;
  readonly user: { readonly id: string; readonly name: string };
  readonly expiresAt: string;
  /** How a new token is had: the server's development sign-in, or not at all (the token was pasted). */
  readonly kind: "development" | "token";
}

export interface SessionPlace {
  readonly storage: KeyValueStorage;
  readonly device: string;
  /** `?as=Name`: this tab is somebody of its own. */
  readonly as: string | null;
}

export const sessionKey = "akkarealtime.session";
export const apiUrl = import.meta.env.VITE_API_URL as string | undefined;

/** All tabs of a browser are one user on one device, except where `?as=` makes a tab its own. */
export function sessionPlace(search: string): SessionPlace {
  const as = new URLSearchParams(search).get("as")?.trim() ?? "";
  if (!as) return { storage: browserStorage("localStorage"), device: deviceId(browserStorage("localStorage")), as: null };
  const storage = browserStorage("sessionStorage");
  const device = storage.getItem("akkarealtime.device") ?? `tab-${newId()}`;
  storage.setItem("akkarealtime.device", device);
  return { storage, device, as };
}

export function loadSession({ storage, as }: SessionPlace): SignedIn | null {
  try {
    const session = JSON.parse(storage.getItem(sessionKey) ?? "null") as SignedIn | null;
    return session && (as === null || session.user.name === as) ? session : null;
  } catch {
    return null;
  }
}

export function saveSession({ storage }: SessionPlace, session: SignedIn | null): void {
  if (session) storage.setItem(sessionKey, JSON.stringify(session));
  else storage.removeItem(sessionKey);
}

export class SignInError extends Error {
  override readonly name = "SignInError";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const answerWithinMs = 10_000;

/** The development sign-in: a name is enough (protocol §6). */
export async function signIn(name: string, user?: string): Promise<SignedIn> {
  const response = await fetch(`${httpUrl(apiUrl)}/api/v1/dev/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name, ...(user !== undefined && { user }) }),
    // By a connection of a network that is gone, a browser would wait for minutes, and so would whatever is asked next.
    signal: AbortSignal.timeout(answerWithinMs),
  });
  if (response.status === 404) throw new SignInError(404, t("signIn.noNames"));
  if (response.status === 400) throw new SignInError(400, t("signIn.badName"));
  if (!response.ok) throw new SignInError(response.status, t("signIn.failed", { code: response.status }));
  return { ...((await response.json()) as Omit<SignedIn, "kind">), kind: "development" };
}

const jwt = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Whom a pasted access token belongs to, and whether it is good, only the server can say: it is asked by a connection with it. */
export async function signInByToken(pasted: string): Promise<SignedIn> {
  const token = pasted.trim();
  if (!jwt.test(token)) throw new SignInError(400, t("signIn.noToken"));
  // Once: whatever goes wrong, a second attempt with the same token is no better.
  const once = (reason: TokenReason) => (reason === "connect" ? token : null);
  const connection = new Connection({ url: socketUrl(apiUrl), device: newId(), token: once, log: () => undefined });
  connection.connect();
  try {
    await connection.untilReady(AbortSignal.timeout(answerWithinMs));
    const { session } = connection.snapshot.get();
    if (session) return { token, user: session.user, expiresAt: session.expiresAt ?? connection.clock.iso(), kind: "token" };
  } catch {
    // A browser doesn't say why: told below.
  } finally {
    connection.close();
  }
  throw new SignInError(401, t("signIn.badToken"));
}

/** The token for the next attempt; a new one where the old one is refused or, by the server's clock, about to end. */
export async function tokenFor(place: SessionPlace, reason: TokenReason, now: number): Promise<string | null> {
  const session = loadSession(place);
  if (!session) return null;
  const isGood = Date.parse(session.expiresAt) - now > 5_000;
  if ((isGood && (reason === "connect" || reason === "reconnect")) || session.kind === "token") return session.token;
  try {
    const renewed = await signIn(session.user.name, session.user.id);
    saveSession(place, renewed);
    return renewed.token;
  } catch (error) {
    if (error instanceof SignInError && error.status < 500) return reason === "unopened" ? session.token : null;
    if (reason === "unopened") return session.token;
    throw error;
  }
}
