import { useEffect, useRef, type ReactNode } from "react";
import { Icon, type IconName } from "./Icon.tsx";

interface MenuProps {
  readonly label: string;
  /** Who knows that it doesn't change from one drawing to the next: it takes the focus again where it does. */
  readonly onClose: () => void;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A menu beside the button that opens it, both in one element: arrow keys walk through it, Escape or a click elsewhere closes it. */
export function Menu({ label, onClose, className = "call-menu", children }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    menu.current?.querySelector<HTMLElement>("button")?.focus();
    const onPointer = (event: PointerEvent) => {
      if (event.target instanceof Node && !menu.current?.parentElement?.contains(event.target)) onClose();
    };
    document.addEventListener("pointerdown", onPointer);
    return () => {
      document.removeEventListener("pointerdown", onPointer);
      if (before instanceof HTMLElement && document.activeElement === document.body) before.focus();
    };
  }, [onClose]);
  return (
    <div
      ref={menu}
      className={className}
      role="menu"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={(event) => {
        const items = [...event.currentTarget.querySelectorAll<HTMLElement>("button:not(:disabled)")];
        const at = items.indexOf(document.activeElement as HTMLElement);
        const step = event.key === "ArrowDown" || event.key === "ArrowRight" ? 1 : event.key === "ArrowUp" || event.key === "ArrowLeft" ? -1 : 0;
        if (event.key === "Escape") {
          event.stopPropagation();
          onClose();
        } else if (step !== 0) {
          event.preventDefault();
          event.stopPropagation();
          items[(at + step + items.length) % items.length]?.focus();
        }
      }}
    >
      {children}
    </div>
  );
}

interface MenuItemProps {
  readonly icon: IconName;
  readonly label: string;
  readonly shortcut?: string;
  readonly isChecked?: boolean;
  readonly isDanger?: boolean;
  readonly testId: string;
  readonly onClick: () => void;
}

export function MenuItem({ icon, label, shortcut, isChecked, isDanger = false, testId, onClick }: MenuItemProps) {
  return (
    <button
      type="button"
      role={isChecked === undefined ? "menuitem" : "menuitemcheckbox"}
      aria-checked={isChecked}
      aria-keyshortcuts={shortcut}
      className={isDanger ? "call-menu-item danger" : "call-menu-item"}
      data-testid={testId}
      onClick={onClick}
    >
      <Icon name={icon} size={18} />
      <span>{label}</span>
      {shortcut && <kbd>{shortcut.toUpperCase()}</kbd>}
    </button>
  );
}
