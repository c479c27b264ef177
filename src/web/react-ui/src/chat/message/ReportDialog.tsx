import { Store, type Message } from "@akkarealtime/client";
import { useClient, useReadable } from "@akkarealtime/react";
import { useState } from "react";
import { Dialog } from "../../components/Dialog.tsx";
import { t } from "../../i18n/t.ts";
import { attempt, toast } from "../../notifications/toasts.ts";
import { laterTestIds } from "../../testids-later.ts";
import { nameOf } from "../../text/names.ts";
import { plainText } from "../../text/plain.ts";

interface Reporting {
  readonly message: Message;
  readonly room: string;
}

/** What is being reported: asked apart from the message, whose menu is gone by then. */
export const reporting = new Store<Reporting | null>(null);

export function Report() {
  const about = useReadable(reporting);
  return about && <ReportDialog key={about.message.id} {...about} onClose={() => reporting.set(null)} />;
}

/** Shows a message to those who run the server. */
function ReportDialog({ message, room, onClose }: Reporting & { onClose: () => void }) {
  const { connection } = useClient();
  const [reason, setReason] = useState("");
  const said = reason.trim();
  const send = () => {
    onClose();
    attempt(connection.request("chat.report", { room, id: message.id, ...(said && { reason: said }) }).then(() => toast(t("report.sent"))));
  };
  return (
    <Dialog title={t("report.title")} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <blockquote>
          <strong>{nameOf(message.by)}</strong> {plainText(message)}
        </blockquote>
        <p className="muted">{t("report.text")}</p>
        <label className="field">
          <span>{t("report.reason")}</span>
          <textarea rows={3} maxLength={500} value={reason} data-testid={laterTestIds.reportReason} onChange={(event) => setReason(event.target.value)} />
        </label>
        <p className="row dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {t("common.cancel")}
          </button>
          <button type="submit" className="button primary" data-testid={laterTestIds.reportSend}>
            {t("report.send")}
          </button>
        </p>
      </form>
    </Dialog>
  );
}
