import type { Message } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useLayoutEffect, useRef, useState } from "react";
import { forgetWith } from "../../forget.ts";
import { useFitHeight } from "../../hooks/use-fit-height.ts";
import { t } from "../../i18n/t.ts";
import { attempt } from "../../notifications/toasts.ts";
import { testIds } from "../../testids.ts";
import { FormatTools } from "../composer/format/FormatTools.tsx";

/** What was typed into an edit and not saved: it may scroll out of the page and come back. */
const typed = new Map<string, string>();
forgetWith(() => typed.clear());

/** The message's text where it stands, to be changed: Enter saves, Shift+Enter breaks the line, Escape lets it be. */
export function EditBox({ message, room, onDone }: { message: Message; room: string; onDone: () => void }) {
  const { rooms } = useClient();
  const [text, setText] = useState(() => typed.get(message.id) ?? message.text);
  const input = useRef<HTMLTextAreaElement>(null);

  useFitHeight(input, text, 2);
  useLayoutEffect(() => {
    const element = input.current;
    element?.focus({ preventScroll: true });
    element?.setSelectionRange(element.value.length, element.value.length);
  }, []);

  const end = () => {
    typed.delete(message.id);
    onDone();
  };
  const save = () => {
    const trimmed = text.trim();
    if (!trimmed) return;
    if (trimmed !== message.text) attempt(rooms.edit(room, message.id, trimmed));
    end();
  };

  return (
    <form
      className="edit-box"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <textarea
        ref={input}
        rows={1}
        dir="auto"
        aria-label={t("message.editYours")}
        value={text}
        data-testid={testIds.editInput}
        onChange={(event) => {
          setText(event.target.value);
          typed.set(message.id, event.target.value);
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Enter" && !event.shiftKey) save();
          else if (event.key === "Escape") end();
          else return;
          event.preventDefault();
        }}
      />
      <div className="edit-tools">
        <FormatTools input={input} />
        <small>{t("message.editKeys")}</small>
        <button type="button" className="button small" data-testid={testIds.editCancel} onClick={end}>
          {t("common.cancel")}
        </button>
        <button type="submit" className="button small primary" disabled={!text.trim()} data-testid={testIds.editSave}>
          {t("common.save")}
        </button>
      </div>
    </form>
  );
}
