import { RequestError } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { t } from "../../i18n/t.ts";
import { explain } from "../../notifications/explain.ts";
import { testIds } from "../../testids.ts";

/** The same message is refused again. */
const hopeless: ReadonlySet<RequestError["code"]> = new Set(["too-large", "bad-request", "bad-envelope", "unknown-type", "not-found"]);

/** That a message was refused, and what can be done about it. */
export function FailedMessage({ itemKey, error, field }: { itemKey: string; error: RequestError["code"] | undefined; field: string | undefined }) {
  const { outbox } = useClient();
  return (
    <p className="message-failed" role="alert">
      {t("delivery.notSent")} {error && explain(new RequestError(error, error, { field }))}{" "}
      {(error === undefined || !(hopeless.has(error) || field === "text")) && (
        <button type="button" className="link" data-testid={testIds.messageRetry} onClick={() => outbox.retry(itemKey)}>
          {t("common.tryAgain")}
        </button>
      )}{" "}
      <button type="button" className="link" data-testid={testIds.messageDiscard} onClick={() => outbox.discard(itemKey)}>
        {t("message.discard")}
      </button>
    </p>
  );
}
