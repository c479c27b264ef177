import { issuerSession, isReturning, returnFromIssuer, signInPlace, type SignInPlace } from "./issuer.ts";

/** Who is signed in, as long as the tab: neither a key nor a token outlives who has it. */
export interface Session {
  /** What requests are sent with. */
  token(): Promise<string>;
  end(): Promise<void>;
}

/** How the page begins: as somebody, or with what is needed for signing in. */
export interface Beginning {
  readonly session?: Session | undefined;
  readonly place: SignInPlace | null;
  /** Why whoever comes back from the issuer is not signed in. */
  readonly reason?: string | undefined;
}

const stored = "akkarealtime-admin-key";

/** The holder of a key. */
export function keySession(key: string): Session {
  return {
    token: () => Promise.resolve(key),
    end() {
      sessionStorage.removeItem(stored);
      return Promise.resolve();
    },
  };
}

export function keepKey(key: string): Session {
  sessionStorage.setItem(stored, key);
  return keySession(key);
}

/** Whoever was signed in before a reload, or comes back from the issuer. */
export async function begin(): Promise<Beginning> {
  const key = sessionStorage.getItem(stored);
  const place = await signInPlace();
  if (place && isReturning()) {
    try {
      return { session: await returnFromIssuer(place), place };
    } catch (error) {
      return { place, reason: error instanceof Error ? error.message : String(error) };
    }
  }
  return { session: key === null ? place ? await issuerSession(place) : undefined : keySession(key), place };
}
