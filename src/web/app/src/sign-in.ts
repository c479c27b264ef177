import { httpUrl } from "@akkarealtime/client";
import { t } from "./i18n/t.ts";
import { apiUrl, type SignedIn } from "./session.ts";

export class SignInError extends Error {
  override readonly name = "SignInError";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const answerWithinMs = 10_000;

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
