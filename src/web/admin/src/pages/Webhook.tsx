import { part } from "../api/api.ts";
import type { DeadLetterItem, Page, WebhookDetails } from "../api/types.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useApi } from "../api/use-api.ts";
import { Action } from "../components/Action.tsx";
import { Answer } from "../components/Answer.tsx";
import { Table } from "../components/Table.tsx";
import { count, time } from "../format.ts";
import { t } from "../i18n/t.ts";
import { linkTo } from "../route.ts";
import { WebhookState } from "./Webhooks.tsx";

/** A webhook: what its receiver doesn't take, and what was given up. */
export function Webhook({ id }: { readonly id: string }) {
  const api = useApi();
  const path = `webhooks/${part(id)}`;
  const answer = useAnswer<WebhookDetails>(path, 5_000);
  return (
    <>
      <Answer heading={id} {...answer}>
        {({ webhook, failing }) => (
          <>
            <header>
              <h1>{webhook.url}</h1>
              <WebhookState hook={webhook} />
              <span className="muted">{webhook.types.join(", ")}</span>
              <Action
                label={t(webhook.enabled ? "webhook.turnOff" : "webhook.turnOn")}
                question={t(webhook.enabled ? "webhook.turnOffQuestion" : "webhook.turnOnQuestion")}
                run={() => api.patch(path, { enabled: !webhook.enabled })}
                onDone={answer.again}
              />
            </header>
            <h2>{t("webhook.notAccepted")}</h2>
            <Table
              label={t("webhook.notAccepted")}
              rows={failing}
              keyOf={(stream) => stream.stream}
              empty={t("webhook.allAccepted")}
              columns={[
                { title: t("column.room"), cell: (stream) => <Stream name={stream.stream} /> },
                { title: t("webhook.after"), isNumber: true, cell: (stream) => count(stream.position) },
                { title: t("column.attempts"), isNumber: true, cell: (stream) => count(stream.attempts) },
                { title: t("column.since"), cell: (stream) => time(stream.since) },
                { title: t("webhook.next"), cell: (stream) => time(stream.retryAt) },
                { title: t("column.why"), cell: (stream) => stream.error },
              ]}
            />
          </>
        )}
      </Answer>
      <h2>{t("webhook.givenUp")}</h2>
      <Answer {...useAnswer<Page<DeadLetterItem>>(`${path}/dead-letters?limit=50`, 5_000)}>
        {(page) => (
          <Table
            label={t("webhook.givenUp")}
            rows={page.items}
            keyOf={(letter) => letter.number}
            empty={t("webhook.nothing")}
            columns={[
              { title: t("column.room"), cell: (letter) => <Stream name={letter.stream} /> },
              { title: t("webhook.event"), isNumber: true, cell: (letter) => count(letter.position) },
              { title: t("webhook.type"), cell: (letter) => letter.type },
              { title: t("column.at"), cell: (letter) => time(letter.at) },
              { title: t("column.attempts"), isNumber: true, cell: (letter) => count(letter.attempts) },
              { title: t("column.why"), cell: (letter) => letter.error },
            ]}
          />
        )}
      </Answer>
    </>
  );
}

/** A room, or what else is sent in order. */
function Stream({ name }: { readonly name: string }) {
  return name === "reports" ? <a href={linkTo("reports")}>{t("pages.reports")}</a> : <code>{name}</code>;
}
