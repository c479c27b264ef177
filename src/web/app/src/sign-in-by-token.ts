import { Connection, newId, socketUrl, type TokenReason } from "@akkarealtime/client";
import { t } from "./i18n/t.ts";
import { apiUrl, type SignedIn } from "./session.ts";
import { answerWithinMs, SignInError } from "./sign-in.ts";

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
