import type { User, UserManager } from "oidc-client-ts";
import { page, server } from "../place.ts";
import type { Session } from "./session.ts";

/** Where operators sign in, as the server says. */
export interface SignInPlace {
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
  readonly audience: string | null;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
}

// Whether the issuer's library is needed at all.
const atIssuer = "akkarealtime-admin-at-issuer";
const renewWithinSeconds = 60;

/** Null where operators have keys alone, and while it can't be found out. */
export async function signInPlace(): Promise<SignInPlace | null> {
  try {
    const answer = await fetch(`${server}api/v1/admin/sign-in`);
    return answer.ok ? ((await answer.json()) as SignInPlace) : null;
  } catch {
    return null;
  }
}

/** What people call it. */
export const nameOf = ({ issuer }: SignInPlace) => new URL(issuer).host;

/** Leaves the page, to come back as somebody, to where one was. */
export async function goToIssuer(place: SignInPlace): Promise<void> {
  await (await managerOf(place)).signinRedirect({ state: window.location.hash });
}

/** Whether the issuer has sent this page its answer. */
export function isReturning(): boolean {
  const query = new URLSearchParams(window.location.search);
  return query.has("state") && (query.has("code") || query.has("error"));
}

export async function returnFromIssuer(place: SignInPlace): Promise<Session> {
  const manager = await managerOf(place);
  try {
    const user = await manager.signinRedirectCallback();
    sessionStorage.setItem(atIssuer, "1");
    window.location.hash = typeof user.state === "string" ? user.state : "";
    return sessionOf(manager);
  } finally {
    // The answer is used up: a reload must not bring it again.
    window.history.replaceState(null, "", `${window.location.pathname}${window.location.hash}`);
  }
}

/** Whoever has signed in there before a reload. */
export async function issuerSession(place: SignInPlace): Promise<Session | undefined> {
  if (sessionStorage.getItem(atIssuer) === null) return undefined;
  const manager = await managerOf(place);
  return (await manager.getUser()) ? sessionOf(manager) : undefined;
}

async function managerOf({ issuer, clientId, scope, audience, authorizationEndpoint, tokenEndpoint }: SignInPlace): Promise<UserManager> {
  const { UserManager: Manager, WebStorageStateStore } = await import("oidc-client-ts");
  const store = new WebStorageStateStore({ store: sessionStorage });
  return new Manager({
    authority: issuer,
    client_id: clientId,
    redirect_uri: page,
    scope,
    metadata: { issuer, authorization_endpoint: authorizationEndpoint, token_endpoint: tokenEndpoint },
    // Auth0's way to ask for a token of this server; others don't look at it.
    extraQueryParams: audience ? { audience } : {},
    userStore: store,
    stateStore: store,
    automaticSilentRenew: false,
  });
}

function sessionOf(manager: UserManager): Session {
  let renewing: Promise<User | null> | undefined;
  return {
    async token() {
      let user = await manager.getUser();
      if (user?.refresh_token && (user.expires_in ?? 0) < renewWithinSeconds) {
        // Refresh tokens are good for once: all requests wait for the same renewal.
        renewing ??= manager.signinSilent().finally(() => (renewing = undefined));
        user = await renewing.catch(() => null);
      }
      return user?.access_token ?? "";
    },
    async end() {
      sessionStorage.removeItem(atIssuer);
      await manager.removeUser();
    },
  };
}
