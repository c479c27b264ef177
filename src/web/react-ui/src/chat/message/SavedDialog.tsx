import { useClient, useNames, useReadable, useRooms } from "@akkarealtime/react";
import { useEffect } from "react";
import { Avatar } from "../../components/Avatar.tsx";
import { Dialog } from "../../components/Dialog.tsx";
import { useNow } from "../../hooks/use-now.ts";
import { t } from "../../i18n/t.ts";
import { attempt } from "../../notifications/toasts.ts";
import { openMessage } from "../../navigation.ts";
import { save, saved, savedList, watchSaved } from "../../saved.ts";
import { laterTestIds } from "../../testids-later.ts";
import { formatShort } from "../../text/format.ts";
import { nameOf, titleOf } from "../../text/names.ts";
import { Attachments } from "../files/Attachments.tsx";
import { MessageText } from "./MessageText.tsx";

export function Saved({ me }: { me: string }) {
  return useReadable(savedList) && <SavedDialog me={me} onClose={() => savedList.set(false)} />;
}

/** What I have saved for later, the latest first. */
function SavedDialog({ me, onClose }: { me: string; onClose: () => void }) {
  const { connection } = useClient();
  const all = useReadable(saved);
  const rooms = useRooms();
  const now = useNow(60_000);
  useNames();
  useEffect(() => watchSaved(connection), [connection]);
  return (
    <Dialog title={t("saved.title")} onClose={onClose} testId={laterTestIds.saved}>
      {all === null && <div className="spinner" role="status" aria-label={t("common.loading")} />}
      <ul className="saved-list" aria-live="polite">
        {all?.map(({ room: id, message }) => {
          const room = rooms.find((one) => one.id === id);
          return (
            <li key={message.id} className="pin-item" data-testid={laterTestIds.savedItem} data-id={message.id}>
              <p className="pin-head">
                <Avatar id={message.by} name={nameOf(message.by)} size={24} />
                <strong dir="auto">{nameOf(message.by)}</strong>
                {room && <span className="muted">{titleOf(room)}</span>}
                <time dateTime={message.at}>{formatShort(message.at, now)}</time>
              </p>
              {message.attachments.length > 0 && <Attachments room={id} files={message.attachments} />}
              <div className="message-text" dir="auto">
                <MessageText text={message.text} mentions={message.mentions} audience={message.audience} me={me} />
              </div>
              <p className="pin-actions">
                <button
                  type="button"
                  className="link"
                  data-testid={laterTestIds.savedShow}
                  onClick={() => {
                    onClose();
                    openMessage(id, message.id);
                  }}
                >
                  {t("pins.show")}
                </button>
                <button type="button" className="link" data-testid={laterTestIds.savedRemove} onClick={() => attempt(save(connection, id, message.id, false))}>
                  {t("saved.remove")}
                </button>
              </p>
            </li>
          );
        })}
      </ul>
      {all?.length === 0 && <p className="muted">{t("saved.none")}</p>}
    </Dialog>
  );
}
