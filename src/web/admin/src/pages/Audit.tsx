import type { ActionItem } from "../api/types.ts";
import { Search } from "../components/Search.tsx";
import { time } from "../format.ts";

/** What operators have done, the last first. */
export function Audit() {
  return (
    <Search<ActionItem>
      title="Audit"
      path="audit"
      hint="Find by what is in the path: a user, a room"
      empty="Nothing of that kind was done."
      keyOf={(action) => action.id}
      columns={[
        { title: "At", cell: (action) => time(action.at) },
        { title: "Key", cell: (action) => <code>{action.key}</code> },
        { title: "Action", cell: (action) => <code>{`${action.method} ${action.path.replace("/api/v1/admin", "")}`}</code> },
        { title: "Answer", isNumber: true, cell: (action) => action.status },
        { title: "From", cell: (action) => action.address },
      ]}
    />
  );
}
