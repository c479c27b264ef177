import { useState } from "react";
import { part } from "../api/api.ts";
import type { MessageItem, Page, ReportItem } from "../api/types.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useApi } from "../api/use-api.ts";
import { Action } from "../components/Action.tsx";
import { Answer } from "../components/Answer.tsx";
import { RichText } from "../components/RichText.tsx";
import { time } from "../format.ts";
import { t } from "../i18n/t.ts";
import { linkTo } from "../route.ts";
import { Text } from "./Room.tsx";

/** Messages that users have reported: those that wait, or those that are done. */
export function Reports() {
  const [isResolved, setResolved] = useState(false);
  const reports = useAnswer<Page<ReportItem>>(`reports?limit=50${isResolved ? "&resolved=true" : ""}`, 5_000);
  return (
    <>
      <header>
        <h1>{t("pages.reports")}</h1>
        <label className="inline">
          <input type="checkbox" checked={isResolved} onChange={(event) => setResolved(event.target.checked)} />
          {t("reports.resolved")}
        </label>
      </header>
      <Answer {...reports}>
        {(page) =>
          page.items.length === 0 ? (
            <p className="empty">{t(isResolved ? "reports.noneDone" : "reports.noneWaits")}</p>
          ) : (
            <ul className="cards">
              {page.items.map((report) => (
                <li key={report.id}>
                  <Report report={report} onChanged={reports.again} />
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </>
  );
}

function Report({ report, onChanged }: { readonly report: ReportItem; readonly onChanged: () => void }) {
  const api = useApi();
  const path = `rooms/${part(report.room)}/messages/${part(report.message)}`;
  const message = useAnswer<MessageItem>(path);
  return (
    <article aria-label={t("reports.label", { time: time(report.at) })}>
      <p>
        <RichText
          text="reports.line"
          values={{
            by: <a href={linkTo("users", report.by)}>{report.by}</a>,
            author: <a href={linkTo("users", report.author)}>{report.author}</a>,
            room: <a href={linkTo("rooms", report.room)}>{t("reports.room")}</a>,
            time: time(report.at),
          }}
        />
      </p>
      {report.reason !== null && <p>{t("reports.why", { reason: report.reason })}</p>}
      <blockquote>
        <Answer {...message}>{(shown) => <Text message={shown} />}</Answer>
      </blockquote>
      {report.resolvedAt !== null && (
        <p className="muted">
          {report.note === null ? t("reports.done", { time: time(report.resolvedAt) }) : t("reports.doneNote", { time: time(report.resolvedAt), note: report.note })}
        </p>
      )}
      <div className="buttons">
        <Action
          label={t("reports.deleteMessage")}
          isDangerous
          question={t("message.deleteQuestion")}
          run={() => api.delete(path)}
          onDone={message.again}
        />
        <Action
          label={t("reports.banAuthor")}
          isDangerous
          question={t("room.banQuestion", { name: report.author })}
          note={t("common.why")}
          run={(reason) => api.put(`rooms/${part(report.room)}/bans/${part(report.author)}`, reason === "" ? {} : { reason })}
          onDone={onChanged}
        />
        {report.resolvedAt === null && (
          <Action
            label={t("reports.resolve")}
            question={t("reports.resolveQuestion")}
            note={t("reports.note")}
            run={(note) => api.post(`reports/${part(report.id)}/resolve`, note === "" ? {} : { note })}
            onDone={onChanged}
          />
        )}
      </div>
    </article>
  );
}
