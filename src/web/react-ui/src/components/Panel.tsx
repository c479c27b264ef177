import { useLayoutEffect, useRef, type ReactNode } from "react";
import { useBackCloses } from "../hooks/use-back-closes.ts";
import { useReturnFocus } from "../hooks/use-return-focus.ts";
import { t } from "../i18n/t.ts";
import { Icon } from "./Icon.tsx";

interface PanelProps {
  readonly title: string;
  readonly subtitle?: string;
  /** What a screen reader calls it, where the title says too little. */
  readonly label?: string;
  readonly closeLabel?: string;
  readonly className?: string;
  readonly testId: string;
  readonly closeTestId?: string;
  readonly attributes?: Record<`data-${string}`, string | undefined>;
  /** What stands before the button that closes. */
  readonly actions?: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** What stands beside the messages, or over them on a phone. The focus comes in with it and goes back; Escape, in the room around it, closes it. */
export function Panel({ title, subtitle, label = title, closeLabel = t("common.close"), className = "", testId, closeTestId, attributes, actions, onClose, children }: PanelProps) {
  const aside = useRef<HTMLElement>(null);
  const close = useRef<HTMLButtonElement>(null);
  useReturnFocus(aside);
  useBackCloses(onClose);
  useLayoutEffect(() => {
    // What is written in takes the focus by itself.
    if (!aside.current?.contains(document.activeElement)) close.current?.focus({ preventScroll: true });
  }, []);
  return (
    <aside ref={aside} className={`thread ${className}`} aria-label={label} data-testid={testId} {...attributes}>
      <header className="room-header">
        <div className="room-title">
          <h2>{title}</h2>
          {subtitle !== undefined && <p className="room-subtitle">{subtitle}</p>}
        </div>
        {actions}
        <button ref={close} type="button" className="icon-button" aria-label={closeLabel} title={closeLabel} data-testid={closeTestId} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {children}
    </aside>
  );
}
