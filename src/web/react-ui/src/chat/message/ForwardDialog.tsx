import { folded, newId, Store, type Message, type Room } from "@akkarealtime/client";
import { useClient, useNames, useReadable, useRooms } from "@akkarealtime/react";
import { useId, useState } from "react";
import { Avatar } from "../../components/Avatar.tsx";
import { Dialog } from "../../components/Dialog.tsx";
import { useChoice } from "../../hooks/use-choice.ts";
import { t } from "../../i18n/t.ts";
import { attempt, toast } from "../../notifications/toasts.ts";
import { laterTestIds } from "../../testids-later.ts";
import { nameOf, titleOf } from "../../text/names.ts";
import { plainText } from "../../text/plain.ts";
import { mayWrite } from "../composer/may-write.ts";

interface Forwarding {
  readonly message: Message;
  readonly room: string;
}

/** What is being forwarded: asked apart from the message, whose menu is gone by then. */
export const forwarding = new Store<Forwarding | null>(null);

export function Forward() {
  const about = useReadable(forwarding);
  return about && <ForwardDialog key={about.message.id} {...about} onClose={() => forwarding.set(null)} />;
}

/** Into which conversation: those that I may write in, the latest active first. Enter takes the one that is marked. */
function ForwardDialog({ message, room, onClose }: Forwarding & { onClose: () => void }) {
  const { connection } = useClient();
  const rooms = useRooms();
  useNames();
  const id = useId();
  // One forward, however often it has to be asked for.
  const [key] = useState(newId);
  const [filter, setFilter] = useState("");
  const wanted = folded(filter.trim());
  const found = rooms.filter((one) => mayWrite(one) && folded(titleOf(one)).includes(wanted));
  const send = (to: Room) => {
    onClose();
    attempt(
      connection
        .request("chat.send", { room: to.id, key, text: "", forward: { room, id: message.id } })
        .then(() => toast(t("forward.sent", { name: titleOf(to) }))),
    );
  };
  const pick = (index: number) => {
    const to = found[index];
    if (to) send(to);
  };
  const choice = useChoice(found.length, 0, pick, onClose);
  const files = message.attachments.length;
  return (
    <Dialog title={t("forward.title")} onClose={onClose} testId={laterTestIds.forward}>
      <div className="stack">
        <blockquote>
          <strong>{nameOf(message.forwarded?.by ?? message.by, message.forwarded?.name)}</strong> {plainText(message)}
        </blockquote>
        {files > 0 && <p className="muted">{t("forward.withoutFiles", { count: files })}</p>}
        <label className="field">
          <span>{t("forward.to")}</span>
          <input
            type="search"
            role="combobox"
            autoComplete="off"
            aria-expanded={found.length > 0}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={found.length > 0 ? `${id}-${choice.index}` : undefined}
            value={filter}
            data-testid={laterTestIds.forwardFilter}
            onChange={(event) => {
              setFilter(event.target.value);
              choice.setIndex(0);
            }}
            onKeyDown={choice.onKey}
          />
        </label>
        <ul id={`${id}-list`} className="forward-list" role="listbox" aria-label={t("forward.to")}>
          {found.map((to, at) => (
            <li
              key={to.id}
              id={`${id}-${at}`}
              role="option"
              aria-selected={at === choice.index}
              className="suggestion"
              data-testid={laterTestIds.forwardRoom}
              data-room={to.id}
              ref={at === choice.index ? (element) => element?.scrollIntoView({ block: "nearest" }) : undefined}
              onClick={() => pick(at)}
              onPointerMove={() => choice.setIndex(at)}
            >
              <Avatar id={to.peer ?? to.id} name={to.kind === "channel" ? "#" : titleOf(to)} size={28} presenceOf={to.peer} />
              <span>{titleOf(to)}</span>
            </li>
          ))}
        </ul>
        {found.length === 0 && (
          <p className="muted" role="status">
            {t("forward.none")}
          </p>
        )}
      </div>
    </Dialog>
  );
}
