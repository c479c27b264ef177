import type { Message } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { Dialog } from "../../../components/Dialog.tsx";
import { attempt } from "../../../notifications/toasts.ts";
import { testIds } from "../../../testids.ts";
import { beginningOf, cleanText } from "../../../text/clean.ts";
import { nameOf } from "../../../text/names.ts";
import { plainText } from "../../../text/plain.ts";
import "../../../styles/later.css";

/** Asks once more: what is deleted is gone for everybody. */
export function DeleteDialog({ message, room, onClose }: { message: Message; room: string; onClose: () => void }) {
  const { rooms } = useClient();
  const text = cleanText(message.text);
  return (
    <Dialog title="Delete this message?" onClose={onClose}>
      <p className="quote still">
        <strong dir="auto">{nameOf(message.by)}</strong>
        <span dir="auto">{(beginningOf(text, 200, 3) ?? text) || plainText(message)}</span>
      </p>
      <p className="muted">It will be deleted for everyone and can’t be restored.</p>
      <p className="row dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          Cancel
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
