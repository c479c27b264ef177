import { useReadable } from "@akkarealtime/react";
import { useEffect, useId, useState, type KeyboardEvent as Key, type MouseEvent, type RefObject } from "react";
import { Icon } from "../../../components/Icon.tsx";
import { direction } from "../../../i18n/language.ts";
import { t } from "../../../i18n/t.ts";
import { laterTestIds } from "../../../testids-later.ts";
import { formatIn, selectionOf } from "./edit.ts";
import { formats, isFormatted, type Format } from "./format.ts";
import { ariaKeysFor, formatOfKey, keysFor, titles } from "./keys.ts";
import { paste } from "./paste.ts";
import { kept } from "../../../kept.ts";
import { storage } from "../../../storage.ts";

const storageKey = "akkarealtime.format-bar";
/** In all fields of this browser. */
const isShown = kept(() => storage.getItem(storageKey) === "true");

/** The first of each group in the bar. */
const groups: readonly Format[] = ["code", "quote", "link"];

interface FormatToolsProps {
  readonly input: RefObject<HTMLTextAreaElement | null>;
}

/** What a field that is written into knows of formatting: the keys, what is pasted with format, a bar of buttons and what shows it. */
export function FormatTools({ input }: FormatToolsProps) {
  const isOpen = useReadable(isShown);
  const id = useId();

  useEffect(() => {
    const field = input.current;
    if (!field) return undefined;
    const onKey = (event: KeyboardEvent) => {
      const kind = formatOfKey(event);
      if (kind === null) return;
      event.preventDefault();
      event.stopPropagation();
      formatIn(field, kind);
    };
    field.addEventListener("keydown", onKey);
    field.addEventListener("paste", paste);
    return () => {
      field.removeEventListener("keydown", onKey);
      field.removeEventListener("paste", paste);
    };
  }, [input]);

  return (
    <>
      <button
        type="button"
        className="icon-button composer-tool format-toggle"
        aria-label={t("format.title")}
        title={t("format.title")}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        data-testid={laterTestIds.formatToggle}
        onMouseDown={keepFocus}
        onClick={() => {
          isShown.set(!isOpen);
          storage.setItem(storageKey, String(!isOpen));
        }}
      >
        <Icon name="format" />
      </button>
      {isOpen && <FormatBar id={id} input={input} />}
    </>
  );
}

function FormatBar({ id, input }: FormatToolsProps & { id: string }) {
  const [at, setAt] = useState(0);
  const on = usePressed(input);

  const onKey = (event: Key<HTMLElement>) => {
    const along = direction() === "rtl" ? -1 : 1;
    const step = { ArrowRight: along, ArrowLeft: -along }[event.key];
    if (event.key === "Escape") input.current?.focus();
    else if (event.key === "Home") moveTo(event.currentTarget, 0);
    else if (event.key === "End") moveTo(event.currentTarget, formats.length - 1);
    else if (step !== undefined) moveTo(event.currentTarget, (at + step + formats.length) % formats.length);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const moveTo = (bar: HTMLElement, index: number) => {
    setAt(index);
    bar.querySelectorAll("button")[index]?.focus();
  };

  return (
    <div id={id} className="format-bar" role="toolbar" aria-label={t("format.title")} data-testid={laterTestIds.formatBar} onKeyDown={onKey}>
      {formats.map((kind, index) => {
        const keys = keysFor(kind);
        return (
          <button
            key={kind}
            type="button"
            className={groups.includes(kind) ? "icon-button first" : "icon-button"}
            aria-label={t(titles[kind])}
            aria-keyshortcuts={ariaKeysFor(kind)}
            aria-pressed={on.includes(kind)}
            title={keys === null ? t(titles[kind]) : t("format.withKeys", { title: t(titles[kind]), keys })}
            tabIndex={index === at ? 0 : -1}
            data-format={kind}
            onMouseDown={keepFocus}
            onFocus={() => setAt(index)}
            onClick={() => input.current && formatIn(input.current, kind)}
          >
            <Icon name={kind} size={18} />
          </button>
        );
      })}
    </div>
  );
}

/** Which formats the selection has. */
function usePressed(input: RefObject<HTMLTextAreaElement | null>): readonly Format[] {
  const [on, setOn] = useState<readonly Format[]>([]);
  // Looked at whenever the field is drawn as well: of what is sent, or put back, no event tells.
  useEffect(() => {
    const look = () => {
      const field = input.current;
      if (!field) return;
      const selection = selectionOf(field);
      const next = selection.text === "" ? [] : formats.filter((kind) => isFormatted(selection, kind));
      setOn((before) => (before.join() === next.join() ? before : next));
    };
    look();
    document.addEventListener("selectionchange", look);
    document.addEventListener("input", look);
    return () => {
      document.removeEventListener("selectionchange", look);
      document.removeEventListener("input", look);
    };
  });
  return on;
}

/** What is selected stays so, and a phone's keyboard where it is. */
function keepFocus(event: MouseEvent): void {
  event.preventDefault();
}
