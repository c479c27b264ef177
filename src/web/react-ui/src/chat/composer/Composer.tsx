import type { Message, Room } from "@akkarealtime/client";
import { useClient, useConnection, useReadable } from "@akkarealtime/react";
import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { Boundary } from "../../components/Boundary.tsx";
import { Icon } from "../../components/Icon.tsx";
import { idle } from "../../components/later.ts";
import { useChoice } from "../../hooks/use-choice.ts";
import { useFitHeight } from "../../hooks/use-fit-height.ts";
import { t } from "../../i18n/t.ts";
import { attempt, toastError } from "../../notifications/toasts.ts";
import { AttachmentTray, ComposerHints, ComposerTools, EmojiList, EmojiPicker, MentionList, parts, ReplyContext, SendLater, VoiceRecorder } from "../../parts.ts";
import { testIds } from "../../testids.ts";
import { titleOf } from "../../text/names.ts";
import { AttachButton } from "../files/AttachButton.tsx";
import { useHeldSend, useUploads } from "../files/use-uploads.ts";
import { insertMention, nearLimit, spaceLeft } from "./composing.ts";
import { draftKey, keepDraft, keptDraft } from "./drafts.ts";
import { useCompletions } from "./use-completions.ts";
import { useMentions } from "./use-mentions.ts";

interface ComposerProps {
  readonly room: Room;
  readonly replyTo?: Message | null;
  readonly thread?: string;
  /** The message that the up key edits. */
  readonly lastOwn?: () => Message | null;
  readonly onEdit?: (message: Message) => void;
  readonly onDone?: () => void;
}

/** Enter sends, Shift+Enter breaks the line, @ mentions, Escape lets go of a reply, ↑ edits the last one. */
export function Composer({ room, replyTo = null, thread, lastOwn, onEdit, onDone }: ComposerProps) {
  const client = useClient();
  const { session } = useConnection();
  const key = draftKey(client.user, room.id, thread);
  const [text, setText] = useState(() => keptDraft(key));
  const [hasEmojis, showEmojis] = useState(false);
  const input = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const limits = session?.limits.audience;
  const mentions = useMentions(room, client.user, limits);
  const audience = mentions.audienceIn(text);
  const title = titleOf(room);
  const left = spaceLeft(text.trim(), session?.limits.maxMessageBytes ?? 65_536);
  const uploads = useUploads(room.id, thread);
  const isIdle = useReadable(idle);

  useFitHeight(input, text);
  useEffect(() => {
    const isTouch = matchMedia("(pointer: coarse)").matches;
    if (!isTouch || replyTo) input.current?.focus();
  }, [room.id, replyTo]);

  const change = (value: string) => {
    setText(value);
    keepDraft(key, value);
    client.typing.changed(room.id, value.trim() !== "");
  };
  /** Writes as if it was typed, so that the browser's undo knows it; and puts the caret where one goes on. */
  const write = (value: string, start: number, end: number) => {
    const element = input.current;
    if (!element) return;
    element.focus();
    replaceAll(element, value);
    element.setSelectionRange(start, end);
    change(value);
  };
  const mention = (index: number) => {
    const { query, suggestions } = mentions;
    const member = suggestions[index];
    if (!query || !member) return;
    const next = insertMention(text, query, member.user);
    write(next.text, next.caret, next.caret);
    mentions.close();
  };
  const putEmoji = (emoji: string, start: number, end: number) => {
    // What is there now: one may have typed on.
    const now = input.current?.value ?? text;
    write(now.slice(0, start) + emoji + now.slice(end), start + emoji.length, start + emoji.length);
  };
  const emojis = useCompletions(client, thread === undefined ? room.id : undefined, putEmoji);
  const count = mentions.query ? mentions.suggestions.length : emojis.found.length;
  const choice = useChoice(count, 0, mentions.query ? mention : emojis.pick, mentions.query ? mentions.close : emojis.close);

  const clear = () => {
    client.typing.sent(room.id);
    setText("");
    keepDraft(key, "");
    mentions.close();
    emojis.close();
    onDone?.();
  };
  /** What a text says, without its files. */
  const draftOf = (trimmed: string) => {
    const mentioned = mentions.inText(trimmed);
    return {
      room: room.id,
      text: trimmed,
      ...(replyTo && { replyTo: replyTo.id }),
      ...(thread !== undefined && { thread }),
      ...(mentioned.length > 0 && { mentions: mentioned }),
      ...(audience && mentions.mayAddress && { audience }),
    };
  };
  /** `said`: what begins with a slash, and is a message all the same. */
  const send = (said?: string) => {
    const trimmed = (said ?? text).trim();
    if (left < 0 || (!trimmed && uploads.tray.isEmpty)) return;
    if (said === undefined && text.startsWith("/")) {
      // A command; what was typed stays until it is carried out.
      attempt(
        parts()
          .then(({ giveCommand }) => giveCommand(client, room.id, thread, text))
          .then((rest) => (typeof rest === "string" ? send(rest) : rest && input.current?.value === text && clear())),
      );
      return;
    }
    if (uploads.hold()) return;
    const attachments = uploads.tray.ready;
    try {
      client.outbox.add({ ...draftOf(trimmed), ...(attachments.length > 0 && { attachments }) });
    } catch (error) {
      toastError(error);
      return;
    }
    uploads.tray.clear();
    clear();
  };

  useHeldSend(uploads, send);

  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // While an input method composes, Enter belongs to it.
    if (event.nativeEvent.isComposing || choice.onKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape" && replyTo) {
      event.preventDefault();
      onDone?.();
    } else if (event.key === "ArrowUp" && text === "") {
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
      {replyTo && (
        <Boundary as="line">
          <ReplyContext to={replyTo} onCancel={() => onDone?.()} />
        </Boundary>
      )}
      {mentions.query && (
        <Boundary as="line">
          <MentionList id={`${id}-list`} members={mentions.suggestions} index={choice.index} onPick={mention} onPoint={choice.setIndex} />
        </Boundary>
      )}
      {!mentions.query && count > 0 && (
        <Boundary as="line">
          <EmojiList id={`${id}-list`} found={emojis.found} index={choice.index} onPick={emojis.pick} onPoint={choice.setIndex} />
        </Boundary>
      )}
      {hasEmojis && (
        <Boundary as="line">
          <EmojiPicker
            onClose={() => showEmojis(false)}
            onPick={(emoji) => {
              const at = input.current?.selectionStart ?? text.length;
              const to = input.current?.selectionEnd ?? at;
              showEmojis(false);
              putEmoji(emoji, at, to);
            }}
          />
        </Boundary>
      )}
      {uploads.items.length > 0 && (
        <Boundary as="line">
          <AttachmentTray uploads={uploads} />
        </Boundary>
      )}
      <div className="composer-line">
        <AttachButton uploads={uploads} />
        <button
          type="button"
          className="icon-button composer-tool"
          aria-label={t("emoji.title")}
          title={t("emoji.title")}
          aria-haspopup="dialog"
          aria-expanded={hasEmojis}
          data-testid={testIds.emojiOpen}
          // The picker closes at a press outside of it, which this button would undo.
          onPointerDown={(event) => hasEmojis && event.stopPropagation()}
          onClick={() => showEmojis(!hasEmojis)}
        >
          <Icon name="smile" />
        </button>
        {isIdle && (
          <Boundary as="line">
            <ComposerTools input={input} room={room.id} thread={thread} />
          </Boundary>
        )}
        <textarea
          ref={input}
          rows={1}
          value={text}
          placeholder={thread === undefined ? t("composer.placeholder", { name: title }) : t("composer.replyInThread")}
          aria-label={thread === undefined ? t("composer.placeholder", { name: title }) : t("composer.replyInThread")}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={count > 0 ? `${id}-list` : undefined}
          aria-activedescendant={count > 0 ? `${id}-list-${choice.index}` : undefined}
          data-testid={testIds.composerInput}
          onChange={(event) => {
            change(event.target.value);
            mentions.look(event.target.value, event.target.selectionStart);
            emojis.look(event.target.value, event.target.selectionStart);
          }}
          onKeyDown={onKey}
          onPaste={uploads.onPaste}
          onSelect={(event) => {
            const { selectionStart, selectionEnd, value } = event.currentTarget;
            if (selectionStart === selectionEnd) mentions.look(value, selectionStart);
          }}
          onBlur={() => {
            client.typing.stop(room.id);
            mentions.close();
            emojis.close();
          }}
        />
        {isIdle && (
          <Boundary as="line">
            <VoiceRecorder room={room.id} replyTo={replyTo?.id} thread={thread} onSent={onDone} />
            <SendLater plan={left < 0 || text.startsWith("/") ? null : draftOf(text.trim())} uploads={uploads} onDone={clear} />
          </Boundary>
        )}
        <button className="send" type="submit" aria-label={t("common.send")} disabled={(!text.trim() && uploads.items.length === 0) || left < 0} data-testid={testIds.composerSend}>
          <Icon name="send" />
        </button>
      </div>
      {(audience || left < nearLimit || room.slowModeSeconds) && (
        <Boundary as="line">
          <ComposerHints room={room} audience={audience} limits={limits} left={left} />
        </Boundary>
      )}
    </form>
  );
}

function replaceAll(element: HTMLTextAreaElement, value: string): void {
  element.select();
  // Deprecated, and the only way that keeps the undo history; where it does nothing, React writes the value.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  if (typeof document.execCommand !== "function" || !document.execCommand("insertText", false, value)) element.value = value;
}
