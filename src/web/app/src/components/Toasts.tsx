import { useReadable } from "@akkarealtime/react";
import { toasts } from "../lib/toasts.ts";
import { testIds } from "../testids.ts";

export function Toasts() {
  const shown = useReadable(toasts);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map(({ id, text }) => (
        <p key={id} className="toast" data-testid={testIds.toast}>
          {text}
        </p>
      ))}
    </div>
  );
}
