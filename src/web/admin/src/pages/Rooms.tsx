import type { RoomItem } from "../api/types.ts";
import { Search } from "../components/Search.tsx";
import { count, time } from "../format.ts";
import { linkTo } from "../route.ts";

/** All rooms. */
export function Rooms() {
  return (
    <Search<RoomItem>
      title="Rooms"
      path="rooms"
      hint="Find by name or topic"
      empty="There is no room with these words."
      keyOf={(room) => room.id}
      columns={[
        { title: "Name", cell: (room) => <a href={linkTo("rooms", room.id)}>{room.name || room.id}</a> },
        { title: "Kind", cell: (room) => room.kind },
        { title: "Topic", cell: (room) => room.topic },
        { title: "Members", isNumber: true, cell: (room) => count(room.members) },
        { title: "Messages", isNumber: true, cell: (room) => count(room.messages) },
        { title: "Last active", cell: (room) => time(room.activeAt) },
      ]}
    />
  );
}
