import { part } from "../api/api.ts";
import type { DeadLetterItem, Page, WebhookDetails } from "../api/types.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useApi } from "../api/use-api.ts";
import { Action } from "../components/Action.tsx";
import { Answer } from "../components/Answer.tsx";
import { Table } from "../components/Table.tsx";
import { count, time } from "../format.ts";
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
                label={webhook.enabled ? "Turn off" : "Turn on"}
                question={webhook.enabled ? "Nothing is sent until it is turned on again. Nothing is lost." : "What has happened meanwhile is sent now."}
                run={() => api.patch(path, { enabled: !webhook.enabled })}
                onDone={answer.again}
              />
            </header>
            <h2>Not accepted</h2>
            <Table
              label="Not accepted"
              rows={failing}
              keyOf={(stream) => stream.stream}
              empty="Everything is."
              columns={[
                { title: "Room", cell: (stream) => <code>{stream.stream}</code> },
                { title: "After", isNumber: true, cell: (stream) => count(stream.position) },
                { title: "Attempts", isNumber: true, cell: (stream) => count(stream.attempts) },
                { title: "Since", cell: (stream) => time(stream.since) },
                { title: "Next", cell: (stream) => time(stream.retryAt) },
                { title: "Why", cell: (stream) => stream.error },
              ]}
            />
          </>
        )}
      </Answer>
      <h2>Given up</h2>
      <Answer {...useAnswer<Page<DeadLetterItem>>(`${path}/dead-letters?limit=50`, 5_000)}>
        {(page) => (
          <Table
            label="Given up"
            rows={page.items}
            keyOf={(letter) => letter.number}
            empty="Nothing."
            columns={[
              { title: "Room", cell: (letter) => <code>{letter.stream}</code> },
              { title: "Event", isNumber: true, cell: (letter) => count(letter.position) },
              { title: "Type", cell: (letter) => letter.type },
              { title: "At", cell: (letter) => time(letter.at) },
              { title: "Attempts", isNumber: true, cell: (letter) => count(letter.attempts) },
              { title: "Why", cell: (letter) => letter.error },
            ]}
          />
        )}
      </Answer>
    </>
  );
}
