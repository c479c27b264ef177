import { useState } from "react";
import { part } from "../api/api.ts";
import type { MessageItem, Page, ReportItem } from "../api/types.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useApi } from "../api/use-api.ts";
import { Action } from "../components/Action.tsx";
import { Answer } from "../components/Answer.tsx";
import { time } from "../format.ts";
import { linkTo } from "../route.ts";
import { Text } from "./Room.tsx";

/** Messages that users have reported: those that wait, or those that are done. */
export function Reports() {
  const [isResolved, setResolved] = useState(false);
  const reports = useAnswer<Page<ReportItem>>(`reports?limit=50${isResolved ? "&resolved=true" : ""}`, 5_000);
  return (
    <>
      <header>
        <h1>Reports</h1>
        <label className="inline">
          <input type="checkbox" checked={isResolved} onChange={(event) => setResolved(event.target.checked)} />
          Those that are done
        </label>
      </header>
      <Answer {...reports}>
        {(page) =>
          page.items.length === 0 ? (
            <p className="empty">{isResolved ? "None is done." : "None waits."}</p>
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
    <article aria-label={`Report of ${time(report.at)}`}>
      <p>
        <a href={linkTo("users", report.by)}>{report.by}</a> reports a message of <a href={linkTo("users", report.author)}>{report.author}</a> in{" "}
        <a href={linkTo("rooms", report.room)}>a room</a>, {time(report.at)}
      </p>
      {report.reason !== null && <p>Why: {report.reason}</p>}
      <blockquote>
        <Answer {...message}>{(shown) => <Text message={shown} />}</Answer>
      </blockquote>
      {report.resolvedAt !== null && (
        <p className="muted">
          Done {time(report.resolvedAt)}
          {report.note !== null && `: ${report.note}`}
        </p>
      )}
      <div className="buttons">
        <Action
          label="Delete the message"
          isDangerous
          question="The message is deleted for everybody, and its text is gone for good."
          run={() => api.delete(path)}
          onDone={message.again}
        />
        <Action
          label="Ban the author"
          isDangerous
          question={`${report.author} is taken out of the room and can't come back until the ban is lifted.`}
          note="Why, which they are told"
          run={(reason) => api.put(`rooms/${part(report.room)}/bans/${part(report.author)}`, reason === "" ? {} : { reason })}
          onDone={onChanged}
        />
        {report.resolvedAt === null && (
          <Action
            label="Done"
            question="The report leaves the queue. Who has made it isn't told."
            note="What came of it, for operators"
            run={(note) => api.post(`reports/${part(report.id)}/resolve`, note === "" ? {} : { note })}
            onDone={onChanged}
          />
        )}
      </div>
    </article>
  );
}
