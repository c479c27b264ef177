import type { Page, WebhookItem } from "../api/types.ts";
import { useAnswer } from "../api/use-answer.ts";
import { Answer } from "../components/Answer.tsx";
import { Table } from "../components/Table.tsx";
import { linkTo } from "../route.ts";

/** Who is told what happens. */
export function Webhooks() {
  return (
    <>
      <h1>Webhooks</h1>
      <Answer {...useAnswer<Page<WebhookItem>>("webhooks?limit=200", 5_000)}>
        {(page) => (
          <Table
            label="Webhooks"
            rows={page.items}
            keyOf={(hook) => hook.id}
            empty="There are none. They are made by the API."
            columns={[
              { title: "Address", cell: (hook) => <a href={linkTo("webhooks", hook.id)}>{hook.url}</a> },
              { title: "Description", cell: (hook) => hook.description },
              { title: "Events", cell: (hook) => hook.types.join(", ") },
              { title: "State", cell: (hook) => <WebhookState hook={hook} /> },
            ]}
          />
        )}
      </Answer>
    </>
  );
}

/** Whether it is told, and why not. */
export function WebhookState({ hook }: { readonly hook: WebhookItem }) {
  if (hook.enabled) return <span className="state good">on</span>;
  return <span className="state bad">{hook.disabledBecause ?? "off"}</span>;
}
