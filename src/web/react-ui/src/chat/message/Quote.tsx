import type { Message } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useEffect, useState } from "react";
import { useFolds } from "../../folds.ts";
import { forgetWith } from "../../forget.ts";
import { t } from "../../i18n/t.ts";
import { testIds } from "../../testids.ts";
import { cleanText } from "../../text/clean.ts";
import { nameOf } from "../../text/names.ts";
import { plainText } from "../../text/plain.ts";

const mostChars = 200;
const mostKept = 500;
/** Answered messages that lie outside of what is loaded, as they were when they were asked for. */
const fetched = new Map<string, Message | null>();
forgetWith(() => fetched.clear());

interface QuoteProps {
  readonly room: string;
  readonly isDirect: boolean;
  readonly id: string;
  readonly quoted: Message | undefined;
  readonly onJump: (id: string) => void;
}

/** The message that this one answers; a click leads there. */
export function Quote({ room, isDirect, id, quoted, onJump }: QuoteProps) {
  const { connection } = useClient();
  const [, setLoaded] = useState(0);
  const message = quoted ?? fetched.get(id);
  const foldOf = useFolds(isDirect);

  useEffect(() => {
    if (quoted || fetched.has(id)) return;
    let isOver = false;
    const keep = (found: Message | null) => {
      if (fetched.size >= mostKept) fetched.clear();
      fetched.set(id, found);
      if (!isOver) setLoaded((count) => count + 1);
    };
    connection.request("chat.history", { room, around: id, limit: 1 }).then(
      ({ messages }) => keep(messages.at(0) ?? null),
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [connection, room, id, quoted]);

  return (
    <button type="button" className="quote" data-testid={testIds.messageQuote} data-id={id} onClick={() => onJump(id)}>
      <strong dir="auto">{message ? nameOf(message.by) : t("message.earlier")}</strong>
      <span dir="auto">{message?.deleted ? t("message.deleted") : message && foldOf(message) ? t("blocks.quoted") : message ? cleanText(plainText(message).slice(0, mostChars)) : ""}</span>
    </button>
  );
}
