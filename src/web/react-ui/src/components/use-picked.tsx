import { useClient } from "@akkarealtime/react";
import { useState, type ReactNode } from "react";
import { RichText } from "./RichText.tsx";
import { t } from "../i18n/t.ts";
import { testIds } from "../testids.ts";
import { lookUp, resolve, whyNobody, type Picked } from "./picking.ts";

interface PickedPeople {
  /** Who is meant; null where that is not clear, and what shows says why. */
  readonly check: () => Promise<readonly string[] | null>;
  /** The question about ids that nobody is known to have. */
  readonly question: ReactNode;
  readonly error: string | null;
}

interface Answer {
  readonly of: Picked;
  readonly error: string | null;
  readonly asked: { readonly users: readonly string[]; readonly unknown: readonly string[] } | null;
}

/**
 * People to do something with. An id that I know nobody by may be mistyped: what is done with it waits for a second word. What is said of them goes when
 * somebody else is picked.
 */
export function usePicked(picked: Picked, confirmLabel: string, onConfirmed: (users: readonly string[]) => void): PickedPeople {
  const { people, user: me } = useClient();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const { error, asked } = answer?.of === picked ? answer : { error: null, asked: null };
  return {
    check: async () => {
      const known = people.known();
      const found = await lookUp(people, resolve(picked, known));
      const users = found.users.filter((user) => user !== me);
      const why = whyNobody(found, known) ?? (found.users.length > users.length && users.length === 0 ? t("people.thatsYou") : null);
      setAnswer({ of: picked, error: why, asked: why === null && found.unknown.length > 0 ? { users, unknown: found.unknown } : null });
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
            setAnswer(null);
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
