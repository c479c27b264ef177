import { useTyping } from "@akkarealtime/react";
import { listOf, t } from "../../i18n/t.ts";
import { testIds } from "../../testids.ts";
import { nameOf } from "../../text/names.ts";

export function TypingLine({ room }: { room: string }) {
  const users = useTyping(room);
  const names = users.slice(0, 2).map((user) => nameOf(user));
  const text =
    users.length === 0
      ? ""
      : users.length > 2
        ? t("timeline.severalTyping")
        : t("timeline.typing", { names: listOf(names), count: users.length });
  return (
    <p className="typing" aria-live="polite" data-testid={testIds.typing} data-users={users.join(" ")}>
      {text && (
        <>
          <span className="typing-dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {text}
        </>
      )}
    </p>
  );
}
