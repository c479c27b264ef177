import { part } from "../api/api.ts";
import type { KeyList } from "../api/types.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useApi } from "../api/use-api.ts";
import { Action } from "../components/Action.tsx";
import { Answer } from "../components/Answer.tsx";
import { NewKey } from "../components/NewKey.tsx";
import { Table } from "../components/Table.tsx";
import { time } from "../format.ts";
import { t } from "../i18n/t.ts";

/** Keys that were made by the API, and making one. */
export function Keys() {
  const api = useApi();
  const answer = useAnswer<KeyList>("keys", 5_000);
  return (
    <Answer heading={t("pages.keys")} {...answer}>
      {({ items, scopes }) => (
        <>
          <header>
            <h1>{t("pages.keys")}</h1>
            <NewKey scopes={scopes} onDone={answer.again} />
          </header>
          <Table
            label={t("pages.keys")}
            rows={items}
            keyOf={(key) => key.id}
            empty={t("keys.empty")}
            columns={[
              { title: t("column.name"), cell: (key) => key.name },
              { title: t("column.key"), cell: (key) => <code>{key.key}</code> },
              { title: t("keys.scopes"), cell: (key) => key.scopes.join(", ") },
              { title: t("keys.created"), cell: (key) => time(key.createdAt) },
              { title: t("keys.expires"), cell: (key) => (key.expiresAt === null ? t("keys.never") : time(key.expiresAt)) },
              {
                title: t("column.action"),
                cell: (key) => (
                  <Action
                    label={t("keys.revoke")}
                    isDangerous
                    question={t("keys.revokeQuestion", { name: key.name })}
                    run={() => api.delete(`keys/${part(key.id)}`)}
                    onDone={answer.again}
                  />
                ),
              },
            ]}
          />
        </>
      )}
    </Answer>
  );
}
