import type { Message, Room } from "@akkarealtime/client";
import { useMembers, useNames, useRoom } from "@akkarealtime/react";
import { Avatar } from "../../components/Avatar.tsx";
import { Dialog } from "../../components/Dialog.tsx";
import { listOf, t } from "../../i18n/t.ts";
import { testIds } from "../../testids.ts";
import { seenBy } from "./seen-by.ts";

interface SeenByProps {
  readonly message: Message;
  readonly room: Room;
  readonly me: string;
  readonly onClose: () => void;
}

/** Who has read a message, and whom it has only reached; kept right while it is open. */
export function SeenBy({ message, room, me, onClose }: SeenByProps) {
  const state = useRoom(room.id);
  const { members } = useMembers(room.id);
  const nameOf = useNames();
  const named = members.map(({ user, name }) => ({ user, name: nameOf(user, name) }));
  const { read, delivered, others } = seenBy(message, named, state?.receipts ?? {}, me);
  return (
    <Dialog title={t("message.seenBy")} testId={testIds.seenBy} onClose={onClose}>
      <People label={t("delivery.read")} people={read} testId={testIds.seenRead} />
      <People label={t("delivery.delivered")} people={delivered} testId={testIds.seenDelivered} />
      {others.length > 0 && <p className="muted">{t("message.notYetSeen", { names: listOf(others.map(({ name }) => name)) })}</p>}
    </Dialog>
  );
}

function People({ label, people, testId }: { label: string; people: readonly { user: string; name: string }[]; testId: string }) {
  return (
    <section className="seen" aria-label={label}>
      <h3>
        {label} <span className="muted">{people.length}</span>
      </h3>
      {people.length > 0 && (
        <ul data-testid={testId}>
          {people.map(({ user, name }) => (
            <li key={user} data-user={user}>
              <Avatar id={user} name={name} size={28} />
              <span dir="auto">{name}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
