import type { ActionItem } from "../api/types.ts";
import { Search } from "../components/Search.tsx";
import { time } from "../format.ts";
import { t } from "../i18n/t.ts";

/** What operators have done, the last first. */
export function Audit() {
  return (
    <Search<ActionItem>
      title={t("pages.audit")}
      path="audit"
      hint={t("audit.hint")}
      empty={t("audit.empty")}
      keyOf={(action) => action.id}
      columns={[
        { title: t("column.at"), cell: (action) => time(action.at) },
        { title: t("column.key"), cell: (action) => <code>{action.key}</code> },
        { title: t("column.action"), cell: (action) => <code>{`${action.method} ${action.path.replace("/api/v1/admin", "")}`}</code> },
        { title: t("audit.answer"), isNumber: true, cell: (action) => action.status },
        { title: t("audit.from"), cell: (action) => action.address },
      ]}
    />
  );
}
