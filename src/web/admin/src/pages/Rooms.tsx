import type { RoomItem } from "../api/types.ts";
import { Search } from "../components/Search.tsx";
import { count, time } from "../format.ts";
import { t } from "../i18n/t.ts";
import { linkTo } from "../route.ts";

/** All rooms. */
export function Rooms() {
  return (
    <Search<RoomItem>
      title={t("pages.rooms")}
      path="rooms"
      hint={t("rooms.hint")}
      empty={t("rooms.empty")}
      keyOf={(room) => room.id}
      columns={[
        { title: t("column.name"), cell: (room) => <a href={linkTo("rooms", room.id)}>{room.name || room.id}</a> },
        { title: t("column.kind"), cell: (room) => t("rooms.kind", { kind: room.kind }) },
        { title: t("rooms.topic"), cell: (room) => room.topic },
        { title: t("rooms.members"), isNumber: true, cell: (room) => count(room.members) },
        { title: t("rooms.messages"), isNumber: true, cell: (room) => count(room.messages) },
        { title: t("rooms.lastActive"), cell: (room) => time(room.activeAt) },
      ]}
    />
  );
}
