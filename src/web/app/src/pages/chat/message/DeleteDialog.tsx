import type { Message } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { Dialog } from "../../../components/Dialog.tsx";
import { attempt } from "../../../notifications/toasts.ts";
import { testIds } from "../../../testids.ts";
import { beginningOf, cleanText } from "../../../text/clean.ts";
import { nameOf } from "../../../text/names.ts";

/** Asks once more: what is deleted is gone for everybody. */
export function DeleteDialog({ message, room, onClose }: { message: Message; room: string; onClose: () => void }) {
  const { rooms } = useClient();
  const text = cleanText(message.text);
  return (
    <Dialog title="Delete this message?" onClose={onClose}>
      <p className="quote still">
        <strong dir="auto">{nameOf(message.by)}</strong>
        <span dir="auto">{beginningOf(text, 200, 3) ?? text}</span>
      </p>
      <p className="muted">It is gone for everybody, and can't be brought back.</p>
      <p className="row dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          Keep it
        </button>
        <button
          type="button"
          className="button danger-fill"
          autoFocus
          data-testid={testIds.deleteConfirm}
          onClick={() => {
            onClose();
            attempt(rooms.delete(room, message.id));
          }}
        >
          Delete
        </button>
      </p>
    </Dialog>
  );
}
