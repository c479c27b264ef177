import type { KeyboardEvent } from "react";
import { unfolded } from "../../folds.ts";
import { t } from "../../i18n/t.ts";
import { laterTestIds } from "../../testids-later.ts";
import type { FoldRow } from "../timeline/rows.ts";

interface FoldLineProps {
  readonly row: FoldRow;
  /** The one that Tab leads to. */
  readonly isCurrent: boolean;
  /** Called before what is folded is shown or hidden. */
  readonly onToggle: () => void;
}

/** In place of what somebody wrote whom I have blocked, or above it where I look at it all the same. */
export function FoldLine({ row: { ids, isFolded }, isCurrent, onToggle }: FoldLineProps) {
  const text = t("blocks.folded", { count: ids.length });
  const toggle = () => {
    onToggle();
    setShown(ids, isFolded);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    toggle();
  };
  return (
    <article className="event fold" aria-label={text} tabIndex={isCurrent ? 0 : -1} data-testid={laterTestIds.fold} data-count={ids.length} onKeyDown={onKeyDown}>
      {text} <FoldButton isFolded={isFolded} tabIndex={isCurrent ? 0 : -1} onClick={toggle} />
    </article>
  );
}

export function FoldButton({ isFolded, tabIndex, onClick }: { isFolded: boolean; tabIndex?: number; onClick: () => void }) {
  return (
    <button type="button" className="link" aria-expanded={!isFolded} tabIndex={tabIndex} data-testid={laterTestIds.foldToggle} onClick={onClick}>
      {t(isFolded ? "blocks.show" : "blocks.hide")}
    </button>
  );
}

export function setShown(ids: readonly string[], isShown: boolean): void {
  unfolded.update((before) => {
    const next = new Set(before);
    for (const id of ids) {
      if (isShown) next.add(id);
      else next.delete(id);
    }
    return next;
  });
}
