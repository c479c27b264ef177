import type { Completed } from "../../emoji/complete.ts";
import { t } from "../../i18n/t.ts";
import { laterTestIds } from "../../testids-later.ts";

interface EmojiListProps {
  readonly id: string;
  readonly found: readonly Completed[];
  readonly index: number;
  readonly onPick: (index: number) => void;
  readonly onPoint: (index: number) => void;
}

/** Which emoji a `:word`, or which command a `/word` could be, above the composer. */
export function EmojiList({ id, found, index, onPick, onPoint }: EmojiListProps) {
  return (
    <ul id={id} className="suggestions mentions" role="listbox" aria-label={found[0]?.about === undefined ? t("emoji.suggestions") : t("commands.title")} data-testid={laterTestIds.emojiList}>
      {found.map(({ emoji, code, about }, at) => (
        <li
          key={emoji}
          id={`${id}-${at}`}
          role="option"
          aria-selected={at === index}
          className="suggestion"
          data-testid={laterTestIds.emojiOption}
          data-emoji={emoji}
          onPointerDown={(event) => {
            event.preventDefault();
            onPick(at);
          }}
          onPointerMove={() => onPoint(at)}
        >
          {about === undefined && <b>{emoji}</b>}
          <span>{code}</span>
          {about !== undefined && <small>{about}</small>}
        </li>
      ))}
    </ul>
  );
}
