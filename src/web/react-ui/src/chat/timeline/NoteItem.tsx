import { Icon } from "../../components/Icon.tsx";
import { t } from "../../i18n/t.ts";
import { laterTestIds } from "../../testids-later.ts";
import { formatTime } from "../../text/format.ts";
import { MessageText } from "../message/MessageText.tsx";
import { notes, type Note } from "./notes.ts";

/** What I alone am told, among the messages. `Announcer` reads it to screen readers when it comes. */
export function NoteItem({ note, room, me }: { note: Note; room: string; me: string }) {
  const dismiss = () => notes.update((all) => new Map(all).set(room, (all.get(room) ?? []).filter(({ key }) => key !== note.key)));
  return (
    <div className="note" data-testid={laterTestIds.note}>
      <p className="note-head">
        <Icon name="eye" size={14} />
        <span>{t("commands.onlyYou")}</span>
        <time dateTime={note.at}>{formatTime(note.at)}</time>
        <button type="button" className="icon-button small" aria-label={t("common.dismiss")} title={t("common.dismiss")} data-testid={laterTestIds.noteDismiss} onClick={dismiss}>
          <Icon name="close" size={14} />
        </button>
      </p>
      <MessageText text={note.text} me={me} />
    </div>
  );
}
