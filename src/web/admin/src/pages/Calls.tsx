import { part } from "../api/api.ts";
import type { CallList } from "../api/types.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useApi } from "../api/use-api.ts";
import { Action } from "../components/Action.tsx";
import { Answer } from "../components/Answer.tsx";
import { RichText } from "../components/RichText.tsx";
import { Table } from "../components/Table.tsx";
import { host, time } from "../format.ts";
import { listOf, t } from "../i18n/t.ts";
import { linkTo } from "../route.ts";

/** Calls that ring or go on now. */
export function Calls() {
  const api = useApi();
  const answer = useAnswer<CallList>("calls?limit=100", 2_000);
  return (
    <>
      <h1>{t("pages.calls")}</h1>
      <Answer {...answer}>
        {({ items, total, silent }) => (
          <>
            {silent.length > 0 && (
              <p className="error" role="alert">
                {t("calls.silent", { nodes: listOf(silent.map(host)) })}
              </p>
            )}
            <Table
              label={t("pages.calls")}
              rows={items}
              keyOf={(call) => call.id}
              empty={t("calls.empty")}
              columns={[
                {
                  title: t("column.room"),
                  cell: (call) => <a href={linkTo("rooms", call.room)}>{call.roomName || (call.kind === "direct" ? t("calls.direct") : call.room)}</a>,
                },
                { title: t("column.kind"), cell: (call) => t("calls.media", { media: call.media }) },
                { title: t("column.state"), cell: (call) => <span className={call.state === "ringing" ? "state warning" : "state good"}>{t("calls.state", { state: call.state })}</span> },
                {
                  title: t("column.people"),
                  cell: (call) => (
                    <>
                      <People ids={call.participants} />
                      {call.ringing.length > 0 && (
                        <small className="muted">
                          {" "}
                          <RichText text="calls.ringing" values={{ people: <People ids={call.ringing} /> }} />
                        </small>
                      )}
                    </>
                  ),
                },
                { title: t("column.since"), cell: (call) => time(call.answeredAt ?? call.startedAt) },
                { title: t("column.node"), cell: (call) => <code>{host(call.node)}</code> },
                {
                  title: t("column.action"),
                  cell: (call) => (
                    <Action label={t("calls.end")} isDangerous question={t("calls.endQuestion")} run={() => api.post(`calls/${part(call.id)}/end`)} onDone={answer.again} />
                  ),
                },
              ]}
            />
            {total > items.length && <p className="muted">{t("calls.more", { shown: items.length, total })}</p>}
          </>
        )}
      </Answer>
    </>
  );
}

function People({ ids }: { readonly ids: readonly string[] }) {
  return ids.map((id, i) => (
    <span key={id}>
      {i > 0 && ", "}
      <a href={linkTo("users", id)}>{id}</a>
    </span>
  ));
}
