import type { Message, Room } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { Icon } from "../../components/Icon.tsx";
import { keepDraft, keptDraft } from "../../lib/drafts.ts";
import { mentionsIn } from "../../lib/linkify.ts";
import { nameOf, titleOf } from "../../lib/names.ts";
import { attempt, explain, toast } from "../../lib/toasts.ts";
import { testIds } from "../../testids.ts";

interface ComposerProps {
  readonly room: Room;
  readonly replyTo?: Message | null;
  readonly editing?: Message | null;
  readonly thread?: string;
  /** The message that the up key edits. */
  readonly lastOwn?: () => Message | null;
  readonly onEdit?: (message: Message) => void;
  readonly onDone?: () => void;
}

/** Enter sends, Shift+Enter breaks the line, Escape lets go of a reply or an edit, ↑ edits the last one. */
export function Composer({ room, replyTo = null, editing = null, thread, lastOwn, onEdit, onDone }: ComposerProps) {
  const client = useClient();
  const draftKey = `${client.user}.${room.id}.${thread ?? ""}`;
  const [text, setText] = useState(() => (editing ? editing.text : keptDraft(draftKey)));
  const input = useRef<HTMLTextAreaElement>(null);
  const title = titleOf(room);

  useLayoutEffect(() => {
    const element = input.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);
  useEffect(() => {
    const isTouch = matchMedia("(pointer: coarse)").matches;
    if (!isTouch || replyTo || editing) input.current?.focus();
  }, [room.id, replyTo, editing]);

  const change = (value: string) => {
    setText(value);
    if (editing) return;
    keepDraft(draftKey, value);
    client.typing.changed(room.id, value.trim() !== "");
  };

  const send = () => {
    const trimmed = text.trim();
    if (!trimmed) return;
    if (editing) {
      attempt(client.connection.request("chat.edit", { room: room.id, id: editing.id, text: trimmed }));
      onDone?.();
      return;
    }
    const mentions = mentionsIn(trimmed);
    try {
      client.outbox.add({
        room: room.id,
        text: trimmed,
        ...(replyTo && { replyTo: replyTo.id }),
        ...(thread !== undefined && { thread }),
        ...(mentions.length > 0 && { mentions }),
      });
    } catch (error) {
      toast(explain(error));
      return;
    }
    client.typing.sent(room.id);
    setText("");
    keepDraft(draftKey, "");
    onDone?.();
  };

  const onKey = (event: KeyboardEvent) => {
    // While an input method composes, Enter belongs to it.
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape" && (replyTo ?? editing)) {
      onDone?.();
    } else if (event.key === "ArrowUp" && text === "" && !editing) {
      const message = lastOwn?.();
      if (!message || !onEdit) return;
      event.preventDefault();
      onEdit(message);
    }
  };

  return (
    <form
      className="composer"
      data-testid={thread === undefined ? testIds.composer : undefined}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {(replyTo ?? editing) && (
        <div className="composer-context">
          <Icon name={editing ? "edit" : "reply"} size={16} />
          <span>
            <strong>{editing ? "Edit your message" : `Reply to ${nameOf(replyTo?.by ?? "")}`}</strong>
            <small>{(editing ?? replyTo)?.text}</small>
          </span>
          <button type="button" className="icon-button small" aria-label="Cancel" onClick={() => onDone?.()}>
            <Icon name="close" size={16} />
          </button>
        </div>
      )}
      <div className="composer-line">
        <textarea
          ref={input}
          rows={1}
          value={text}
          maxLength={16_000}
          placeholder={thread === undefined ? `Message ${title}` : "Reply in the thread"}
          aria-label={thread === undefined ? `Message ${title}` : "Reply in the thread"}
          data-testid={testIds.composerInput}
          onChange={(event) => change(event.target.value)}
          onKeyDown={onKey}
          onBlur={() => client.typing.stop(room.id)}
        />
        <button className="send" type="submit" aria-label={editing ? "Save" : "Send"} disabled={!text.trim()} data-testid={testIds.composerSend}>
          <Icon name={editing ? "check" : "send"} />
        </button>
      </div>
    </form>
  );
}
