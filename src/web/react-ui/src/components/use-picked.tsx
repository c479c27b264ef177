import { useClient } from "@akkarealtime/react";
import { useState, type ReactNode } from "react";
import { RichText } from "./RichText.tsx";
import { t } from "../i18n/t.ts";
import { testIds } from "../testids.ts";
import { lookUp, resolve, whyNobody, type Picked } from "./picking.ts";

interface PickedPeople {
  /** Who was meant; null where that is not clear, and what shows says why. */
  readonly check: (picked: Picked) => Promise<readonly string[] | null>;
  /** The question about ids that nobody is known to have. */
  readonly question: ReactNode;
  readonly error: string | null;
}

/** People to do something with. An id that I know nobody by may be mistyped: what is done with it waits for a second word. */
export function usePicked(confirmLabel: string, onConfirmed: (users: readonly string[]) => void): PickedPeople {
  const { people, user: me } = useClient();
  const [asked, setAsked] = useState<{ readonly users: readonly string[]; readonly unknown: readonly string[] } | null>(null);
  const [error, setError] = useState<string | null>(null);
  return {
    check: async (picked) => {
      const known = people.known();
      const found = await lookUp(people, resolve(picked, known));
      const users = found.users.filter((user) => user !== me);
      const why = whyNobody(found, known) ?? (found.users.length > users.length && users.length === 0 ? t("people.thatsYou") : null);
      setError(why);
      setAsked(why === null && found.unknown.length > 0 ? { users, unknown: found.unknown } : null);
      return why === null && found.unknown.length === 0 ? users : null;
    },
    question: asked && (
      <div className="question" role="alert" data-testid={testIds.unknownPeople}>
        <p>
          <RichText text="people.unknownIds" values={{ count: asked.unknown.length, ids: <b>{asked.unknown.join(", ")}</b> }} />
        </p>
        <button
          type="button"
          className="button"
          data-testid={testIds.unknownPeopleYes}
          onClick={() => {
            setAsked(null);
            onConfirmed([...asked.users, ...asked.unknown]);
          }}
        >
          {confirmLabel}
        </button>
      </div>
    ),
    error,
  };
}
