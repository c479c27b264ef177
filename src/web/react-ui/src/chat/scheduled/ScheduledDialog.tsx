import type { ScheduledMessage } from "@akkarealtime/client";
import { RequestError } from "@akkarealtime/client";
import { useClient, useNames, useReadable, useRooms } from "@akkarealtime/react";
import { useEffect, useRef, useState } from "react";
import { Dialog } from "../../components/Dialog.tsx";
import { useFitHeight } from "../../hooks/use-fit-height.ts";
import { t } from "../../i18n/t.ts";
import { explain } from "../../notifications/explain.ts";
import { attempt } from "../../notifications/toasts.ts";
import { laterTestIds } from "../../testids-later.ts";
import { formatFull } from "../../text/format.ts";
import { titleOf } from "../../text/names.ts";
import { audienceOf, mentionsOf } from "../composer/composing.ts";
import { Attachments } from "../files/Attachments.tsx";
import { MessageText } from "../message/MessageText.tsx";
import { scheduled, scheduledList } from "./scheduled.ts";
import { TimePicker } from "./TimePicker.tsx";

export function Scheduled({ me }: { me: string }) {
  return useReadable(scheduledList) && <ScheduledDialog me={me} onClose={() => scheduledList.set(false)} />;
}

/** What I have scheduled, the earliest first, and what could not be sent. */
function ScheduledDialog({ me, onClose }: { me: string; onClose: () => void }) {
  const all = useReadable(scheduled);
  useNames();
  return (
    <Dialog title={t("scheduled.title")} onClose={onClose} testId={laterTestIds.scheduled}>
      {all === null && <div className="spinner" role="status" aria-label={t("common.loading")} />}
      <ul className="saved-list" aria-live="polite">
        {all?.map((message) => (
          <ScheduledItem key={message.id} message={message} me={me} />
        ))}
      </ul>
      {all?.length === 0 && <p className="muted">{t("scheduled.none")}</p>}
    </Dialog>
  );
}

function ScheduledItem({ message, me }: { message: ScheduledMessage; me: string }) {
  const { connection } = useClient();
  const room = useRooms().find(({ id }) => id === message.room);
  const [changing, setChanging] = useState<"text" | "time" | null>(null);
  const { id, at, text, mentions = [], audience, attachments = [], failed } = message;
  const again = (change: { at: string } | { now: true } | Pick<ScheduledMessage, "text" | "mentions" | "audience">) => {
    setChanging(null);
    attempt(connection.request("chat.reschedule", { id, ...change }));
  };
  return (
    <li className="pin-item" data-testid={laterTestIds.scheduledItem} data-id={id} data-failed={failed !== undefined}>
      <p className="pin-head">
        <strong dir="auto">{room ? titleOf(room) : t("scheduled.elsewhere")}</strong>
        <time dateTime={at}>{formatFull(at)}</time>
      </p>
      {failed && (
        <p className="field-error" data-testid={laterTestIds.scheduledFailed}>
          {t("scheduled.failed", { why: failed.reason ?? explain(new RequestError(failed.code, failed.message)) })}
        </p>
      )}
      {changing === "text" ? (
        <TextBox
          text={text}
          mayBeEmpty={attachments.length > 0}
          onCancel={() => setChanging(null)}
          onSave={(value) => {
            const still = audienceOf(value, () => false);
            again({ text: value, mentions: mentionsOf(value, mentions), ...(still && still === audience && { audience: still }) });
          }}
        />
      ) : (
        text && (
          <div className="message-text" dir="auto">
            <MessageText text={text} mentions={mentions} audience={audience} me={me} />
          </div>
        )
      )}
      {attachments.length > 0 && <Attachments room={message.room} files={attachments} />}
      {changing === "time" && <TimePicker from={new Date(at)} onPick={(time) => again({ at: time.toISOString() })} />}
      <p className="pin-actions">
        <button type="button" className="link" aria-expanded={changing === "time"} data-testid={laterTestIds.scheduledMove} onClick={() => setChanging(changing === "time" ? null : "time")}>
          {t("scheduled.changeTime")}
        </button>
        <button type="button" className="link" aria-expanded={changing === "text"} data-testid={laterTestIds.scheduledEdit} onClick={() => setChanging(changing === "text" ? null : "text")}>
          {t("message.edit")}
        </button>
        <button type="button" className="link" data-testid={laterTestIds.scheduledNow} onClick={() => again({ now: true })}>
          {t("scheduled.sendNow")}
        </button>
        <button type="button" className="link" data-testid={laterTestIds.scheduledCancel} onClick={() => attempt(connection.request("chat.unschedule", { id }))}>
          {t("message.delete")}
        </button>
      </p>
    </li>
  );
}

interface TextBoxProps {
  readonly text: string;
  /** Files are left of it. */
  readonly mayBeEmpty: boolean;
  readonly onSave: (text: string) => void;
  readonly onCancel: () => void;
}

function TextBox({ text, mayBeEmpty, onSave, onCancel }: TextBoxProps) {
  const [value, setValue] = useState(text);
  const canSave = mayBeEmpty || value.trim() !== "";
  const input = useRef<HTMLTextAreaElement>(null);
  useFitHeight(input, value, 2);
  useEffect(() => input.current?.focus(), []);
  return (
    <form
      className="time-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (canSave) onSave(value.trim());
      }}
    >
      <textarea ref={input} rows={2} dir="auto" aria-label={t("message.editYours")} value={value} data-testid={laterTestIds.scheduledText} onChange={(event) => setValue(event.target.value)} />
      <p className="row dialog-actions">
        <button type="button" className="button small" onClick={onCancel}>
          {t("common.cancel")}
        </button>
        <button type="submit" className="button small primary" disabled={!canSave} data-testid={laterTestIds.scheduledSave}>
          {t("common.save")}
        </button>
      </p>
    </form>
  );
}
