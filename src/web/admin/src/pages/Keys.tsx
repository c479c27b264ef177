import { part } from "../api/api.ts";
import type { KeyList } from "../api/types.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useApi } from "../api/use-api.ts";
import { Action } from "../components/Action.tsx";
import { Answer } from "../components/Answer.tsx";
import { NewKey } from "../components/NewKey.tsx";
import { Table } from "../components/Table.tsx";
import { time } from "../format.ts";

/** Keys that were made by the API, and making one. */
export function Keys() {
  const api = useApi();
  const answer = useAnswer<KeyList>("keys", 5_000);
  return (
    <Answer heading="Keys" {...answer}>
      {({ items, scopes }) => (
        <>
          <header>
            <h1>Keys</h1>
            <NewKey scopes={scopes} onDone={answer.again} />
          </header>
          <Table
            label="Keys"
            rows={items}
            keyOf={(key) => key.id}
            empty="There are none but those of the configuration."
            columns={[
              { title: "Name", cell: (key) => key.name },
              { title: "Key", cell: (key) => <code>{key.key}</code> },
              { title: "Scopes", cell: (key) => key.scopes.join(", ") },
              { title: "Created", cell: (key) => time(key.createdAt) },
              { title: "Expires", cell: (key) => (key.expiresAt === null ? "never" : time(key.expiresAt)) },
              {
                title: "Action",
                cell: (key) => (
                  <Action
                    label="Revoke"
                    isDangerous
                    question={`Whoever uses ${key.name} is refused from now on.`}
                    run={() => api.delete(`keys/${part(key.id)}`)}
                    onDone={answer.again}
                  />
                ),
              },
            ]}
          />
        </>
      )}
    </Answer>
  );
}
