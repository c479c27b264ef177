import { useClient } from "@akkarealtime/react";
import { use, useEffect, useRef, useState, type KeyboardEvent } from "react";
import { loadEmojis, toned, type Emoji } from "../emoji/emoji.ts";
import { findEmojis, typedEmoji } from "../emoji/find.ts";
import { keepSkinTone, noteEmoji, recentEmojis, skinTone } from "../emoji/recent.ts";
import { useFitting } from "../hooks/use-fitting.ts";
import { useReturnFocus } from "../hooks/use-return-focus.ts";
import { t, type MessageKey } from "../i18n/t.ts";
import { testIds } from "../testids.ts";
import { laterTestIds } from "../testids-later.ts";
import { direction } from "../i18n/language.ts";

const columns = 8;

const groups: readonly (readonly [group: number, title: MessageKey])[] = [
  [0, "emoji.smileys"],
  [1, "emoji.people"],
  [3, "emoji.animals"],
  [4, "emoji.food"],
  [5, "emoji.travel"],
  [6, "emoji.activities"],
  [7, "emoji.objects"],
  [8, "emoji.symbols"],
  [9, "emoji.flags"],
];

const tones: readonly MessageKey[] = ["emoji.tone0", "emoji.tone1", "emoji.tone2", "emoji.tone3", "emoji.tone4", "emoji.tone5"];
const hand: Emoji = { emoji: "\u270b", label: "", codes: [], words: [], group: 1, hasTones: true };

interface Choice {
  readonly emoji: string;
  readonly label: string;
}

interface Section {
  readonly title: string;
  readonly choices: readonly Choice[];
}

interface EmojiPickerProps {
  readonly onPick: (emoji: string) => void;
  readonly onClose: () => void;
}

/** All emoji by their groups, those first that one used last: typing finds some, the arrow keys move, Enter takes one, Escape closes. */
export function EmojiPicker({ onPick, onClose }: EmojiPickerProps) {
  const all = use(loadEmojis());
  const { user } = useClient();
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const [tone, setTone] = useState(() => skinTone(user));
  const box = useRef<HTMLDivElement>(null);
  const sections = sectionsOf(all, text, tone, user);
  const shown = sections.flatMap(({ choices }) => choices);
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

  const pick = (emoji: string) => {
    noteEmoji(user, emoji);
    onPick(emoji);
  };
  const onKey = (event: KeyboardEvent) => {
    const along = direction() === "rtl" ? -1 : 1;
    const step = { ArrowRight: along, ArrowLeft: -along, ArrowDown: columns, ArrowUp: -columns }[event.key];
    // The list around it has keys of its own.
    event.stopPropagation();
    if (event.key === "Escape") onClose();
    else if (!(event.target instanceof HTMLInputElement) || event.target.type !== "search") return;
    else if (event.key === "Enter") {
      const chosen = shown[active];
      if (chosen) pick(chosen.emoji);
    } else if (step !== undefined) setActive((before) => Math.min(Math.max(0, before + step), shown.length - 1));
    else return;
    event.preventDefault();
  };

  let index = -1;
  return (
    <div ref={box} className="emoji-picker" role="dialog" aria-label={t("emoji.choose")} data-testid={testIds.emojiPicker} onKeyDown={onKey}>
      <input
        type="search"
        autoFocus
        placeholder={t("emoji.find")}
        aria-label={t("emoji.find")}
        aria-activedescendant={shown[active] ? `emoji-${active}` : undefined}
        value={text}
        data-testid={testIds.emojiFilter}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
        }}
      />
      <div className="emoji-list" role="listbox" aria-label={t("emoji.title")}>
        {sections.map(({ title, choices }) => (
          <div key={title} className="emoji-grid" role="group" aria-label={title} data-title={title}>
            {choices.map(({ emoji, label }) => {
              index++;
              return (
                <button
                  key={emoji}
                  id={`emoji-${index}`}
                  type="button"
                  role="option"
                  tabIndex={-1}
                  className="emoji"
                  aria-label={label}
                  aria-selected={index === active}
                  title={label}
                  data-active={index === active}
                  data-emoji={emoji}
                  onClick={() => pick(emoji)}
                >
                  {emoji}
                </button>
              );
            })}
          </div>
        ))}
      </div>
      {shown.length === 0 && <p className="muted">{t("common.noneFound")}</p>}
      <fieldset className="emoji-tones">
        <legend>{t("emoji.tone")}</legend>
        {tones.map((name, value) => (
          <label key={name} title={t(name)}>
            <input
              type="radio"
              name="emoji-tone"
              aria-label={t(name)}
              checked={tone === value}
              data-testid={laterTestIds.emojiTone}
              onChange={() => {
                keepSkinTone(user, value);
                setTone(value);
              }}
            />
            {toned(hand, value)}
          </label>
        ))}
      </fieldset>
    </div>
  );
}

function sectionsOf(all: readonly Emoji[], text: string, tone: number, user: string): readonly Section[] {
  const choices = (some: readonly Emoji[]) => some.map((one) => ({ emoji: toned(one, tone), label: one.label }));
  if (text.trim() !== "") {
    const found = choices(findEmojis(all, text));
    const typed = typedEmoji(text);
    const some = found.length === 0 && typed !== null ? [{ emoji: typed, label: typed }] : found;
    return some.length > 0 ? [{ title: t("search.found"), choices: some }] : [];
  }
  const labels = new Map(all.map(({ emoji, label }) => [emoji, label]));
  const recent = recentEmojis(user).map((emoji) => ({ emoji, label: labels.get(emoji) ?? emoji }));
  const byGroup = groups.map(([group, title]) => ({ title: t(title), choices: choices(all.filter((one) => one.group === group)) }));
  return recent.length > 0 ? [{ title: t("emoji.recent"), choices: recent }, ...byGroup] : byGroup;
}
