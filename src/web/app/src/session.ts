import { browserStorage, deviceId, newId, type KeyValueStorage, type TokenReason } from "@akkarealtime/client";

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
/** Where the server is: where the page is, whatever path a proxy has both under. */
export const apiUrl = (import.meta.env.VITE_API_URL as string | undefined) ?? window.API_URL ?? new URL(".", location.href).href;

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

/** The token for the next attempt; a new one where the old one is refused or, by the server's clock, about to end. */
export async function tokenFor(place: SessionPlace, reason: TokenReason, now: number): Promise<string | null> {
  const session = loadSession(place);
  if (!session) return null;
  const isGood = Date.parse(session.expiresAt) - now > 5_000;
  if ((isGood && (reason === "connect" || reason === "reconnect")) || session.kind === "token") return session.token;
  try {
    const { signIn } = await import("./sign-in.ts");
    const renewed = await signIn(session.user.name, session.user.id);
    saveSession(place, renewed);
    return renewed.token;
  } catch (error) {
    if (reason === "unopened") return session.token;
    // A server that answers, and refuses.
    if (((error as { readonly status?: number }).status ?? 500) < 500) return null;
    throw error;
  }
}
