import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useFitting } from "../hooks/use-fitting.ts";
import { useReturnFocus } from "../hooks/use-return-focus.ts";
import { testIds } from "../testids.ts";
import { findEmojis } from "../text/emoji.ts";
import "../styles/later.css";

const columns = 8;

interface EmojiPickerProps {
  readonly onPick: (emoji: string) => void;
  readonly onClose: () => void;
}

/** A grid of emoji: typing finds one, the arrow keys move, Enter takes it, Escape closes. */
export function EmojiPicker({ onPick, onClose }: EmojiPickerProps) {
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const found = findEmojis(text);
  useFitting(box);
  useReturnFocus(box);

  useEffect(() => {
    const onDown = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) onClose();
    };
    document.addEventListener("pointerdown", onDown);
    return () => document.removeEventListener("pointerdown", onDown);
  }, [onClose]);
  useEffect(() => {
    // In braces: newer browsers return a promise from it, which is no function to clean up with.
    box.current?.querySelector("[data-active=true]")?.scrollIntoView({ block: "nearest" });
  }, [active]);

  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
    // The list around it has keys of its own.
    event.stopPropagation();
    if (event.key === "Escape") onClose();
    else if (event.key === "Enter") {
      const chosen = found[active];
      if (chosen) onPick(chosen.emoji);
    } else if (step !== undefined) setActive((before) => Math.min(Math.max(0, before + step), found.length - 1));
    else return;
    event.preventDefault();
  };

  return (
    <div ref={box} className="emoji-picker" role="dialog" aria-label="Choose an emoji" data-testid={testIds.emojiPicker} onKeyDown={onKey}>
      <input
        type="search"
        autoFocus
        placeholder="Find an emoji"
        aria-label="Find an emoji"
        aria-activedescendant={found[active] ? `emoji-${active}` : undefined}
        value={text}
        data-testid={testIds.emojiFilter}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
        }}
      />
      <div className="emoji-grid" role="listbox" aria-label="Emoji">
        {found.map(({ emoji, words }, index) => (
          <button
            key={emoji}
            id={`emoji-${index}`}
            type="button"
            role="option"
            tabIndex={-1}
            className="emoji"
            aria-label={words}
            aria-selected={index === active}
            title={words}
            data-active={index === active}
            data-emoji={emoji}
            onClick={() => onPick(emoji)}
          >
            {emoji}
          </button>
        ))}
      </div>
      {found.length === 0 && <p className="muted">None found.</p>}
    </div>
  );
}
