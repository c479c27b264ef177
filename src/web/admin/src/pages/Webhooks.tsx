import type { Page, WebhookItem } from "../api/types.ts";
import { useAnswer } from "../api/use-answer.ts";
import { Answer } from "../components/Answer.tsx";
import { Table } from "../components/Table.tsx";
import { t } from "../i18n/t.ts";
import { linkTo } from "../route.ts";

/** Who is told what happens. */
export function Webhooks() {
  return (
    <>
      <h1>{t("pages.webhooks")}</h1>
      <Answer {...useAnswer<Page<WebhookItem>>("webhooks?limit=200", 5_000)}>
        {(page) => (
          <Table
            label={t("pages.webhooks")}
            rows={page.items}
            keyOf={(hook) => hook.id}
            empty={t("webhooks.empty")}
            columns={[
              { title: t("webhooks.address"), cell: (hook) => <a href={linkTo("webhooks", hook.id)}>{hook.url}</a> },
              { title: t("webhooks.description"), cell: (hook) => hook.description },
              { title: t("webhooks.events"), cell: (hook) => hook.types.join(", ") },
              { title: t("column.state"), cell: (hook) => <WebhookState hook={hook} /> },
            ]}
          />
        )}
      </Answer>
    </>
  );
}

/** Whether it is told, and why not. */
export function WebhookState({ hook }: { readonly hook: WebhookItem }) {
  if (hook.enabled) return <span className="state good">{t("webhooks.on")}</span>;
  return <span className="state bad">{hook.disabledBecause ?? t("webhooks.off")}</span>;
}
