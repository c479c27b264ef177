import type { UserItem } from "../api/types.ts";
import { Search } from "../components/Search.tsx";
import { time } from "../format.ts";
import { t } from "../i18n/t.ts";
import { linkTo } from "../route.ts";

/** Who ever connected. */
export function Users() {
  return (
    <Search<UserItem>
      title={t("pages.users")}
      path="users"
      hint={t("users.hint")}
      empty={t("users.empty")}
      keyOf={(user) => user.id}
      columns={[
        { title: t("column.name"), cell: (user) => <a href={linkTo("users", user.id)}>{user.name}</a> },
        { title: t("column.id"), cell: (user) => <code>{user.id}</code> },
        { title: t("column.lastSeen"), cell: (user) => time(user.lastSeen) },
      ]}
    />
  );
}
