import type { UserItem } from "../api/types.ts";
import { Search } from "../components/Search.tsx";
import { time } from "../format.ts";
import { linkTo } from "../route.ts";

/** Who ever connected. */
export function Users() {
  return (
    <Search<UserItem>
      title="Users"
      path="users"
      hint="Find by name or id"
      empty="Nobody by this name has ever connected."
      keyOf={(user) => user.id}
      columns={[
        { title: "Name", cell: (user) => <a href={linkTo("users", user.id)}>{user.name}</a> },
        { title: "Id", cell: (user) => <code>{user.id}</code> },
        { title: "Last seen", cell: (user) => time(user.lastSeen) },
      ]}
    />
  );
}
