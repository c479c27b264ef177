import { useDeferredValue, useState } from "react";
import { part } from "../api/api.ts";
import type { Page } from "../api/types.ts";
import { useAnswer } from "../api/use-answer.ts";
import { Answer } from "./Answer.tsx";
import { Table, type Column } from "./Table.tsx";
import { t } from "../i18n/t.ts";

interface SearchProps<T> {
  readonly title: string;
  /** Of the list in the API. */
  readonly path: string;
  readonly hint: string;
  readonly empty: string;
  readonly keyOf: (row: T) => string;
  readonly columns: readonly Column<T>[];
}

/** A list that is searched by typing, page by page. */
export function Search<T>({ title, path, hint, empty, keyOf, columns }: SearchProps<T>) {
  const [typed, setTyped] = useState("");
  const [afters, setAfters] = useState<readonly string[]>([]);
  const query = useDeferredValue(typed.trim());
  const after = afters.at(-1);
  const answer = useAnswer<Page<T>>(`${path}?limit=50${query ? `&query=${part(query)}` : ""}${after === undefined ? "" : `&after=${part(after)}`}`);
  return (
    <>
      <header>
        <h1>{title}</h1>
        <input
          type="search"
          aria-label={hint}
          placeholder={hint}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAfters([]);
          }}
        />
      </header>
      <Answer {...answer}>
        {(page) => (
          <>
            <Table label={title} rows={page.items} keyOf={keyOf} columns={columns} empty={empty} />
            {(afters.length > 0 || page.next !== null) && (
              <div className="buttons">
                <button type="button" disabled={afters.length === 0} onClick={() => setAfters(afters.slice(0, -1))}>
                  {t("common.previous")}
                </button>
                <button type="button" disabled={page.next === null} onClick={() => page.next !== null && setAfters([...afters, page.next])}>
                  {t("common.next")}
                </button>
              </div>
            )}
          </>
        )}
      </Answer>
    </>
  );
}
