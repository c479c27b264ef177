import type { Message } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { listOf, t } from "../../i18n/t.ts";
import { attempt } from "../../notifications/toasts.ts";
import { testIds } from "../../testids.ts";
import { cleanText } from "../../text/clean.ts";
import { nameOf } from "../../text/names.ts";

const named = 12;

/** Who reacted with what; a click adds or takes back one's own. */
export function Reactions({ message, room, me }: { message: Message; room: string; me: string }) {
  const { rooms } = useClient();
  const reactions = Object.entries(message.reactions);
  if (reactions.length === 0) return null;
  return (
    <div className="reactions" role="group" aria-label={t("message.reactions")}>
      {reactions.map(([emoji, users]) => {
        const isMine = users.includes(me);
        const who = whoOf(users, me);
        return (
          <button
            key={emoji}
            type="button"
            className="reaction"
            aria-pressed={isMine}
            aria-label={`${cleanText(emoji)} ${users.length}: ${who}`}
            title={who}
            data-testid={testIds.messageReaction}
            data-emoji={emoji}
            onClick={() => attempt(rooms.react(room, message.id, emoji, !isMine))}
          >
            <span dir="auto">{cleanText(emoji)}</span> {users.length}
          </button>
        );
      })}
    </div>
  );
}

function whoOf(users: readonly string[], me: string): string {
  const names = [...users].sort((a, b) => Number(b === me) - Number(a === me)).map((user) => (user === me ? t("people.youShort") : nameOf(user)));
  const shown = names.length > named ? [...names.slice(0, named), t("people.others", { count: names.length - named })] : names;
  return listOf(shown);
}
