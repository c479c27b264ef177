import { useReadable } from "@akkarealtime/react";
import { testIds } from "../testids.ts";
import { toasts } from "./toasts.ts";

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
