import type { Room } from "@akkarealtime/client";
import { useClient, usePresence, useSelected } from "@akkarealtime/react";
import { Avatar } from "../../components/Avatar.tsx";
import { CallButtons } from "../../components/call/CallButtons.tsx";
import { Icon } from "../../components/Icon.tsx";
import { Scope } from "../../components/Scope.tsx";
import { useLive } from "../../hooks/use-live.ts";
import { useNow } from "../../hooks/use-now.ts";
import { t } from "../../i18n/t.ts";
import { openRoom } from "../../navigation.ts";
import { RoomCallBanner } from "../../parts.ts";
import { testIds } from "../../testids.ts";
import { formatLastSeen } from "../../text/format.ts";
import { titleOf } from "../../text/names.ts";
import { labelOf } from "../../text/status.ts";
import { useRoomView } from "./room-view.ts";
import { RoomMenu } from "./RoomMenu.tsx";

/** What the room is called and who is there; calls, pins and details; and a call that goes on in it. On a narrow screen it leads back to the list. */
export function RoomHeader() {
  const { room } = useRoomView("RoomHeader");
  const { calls } = useClient();
  const hasCall = useSelected(calls.state, ({ elsewhere }) => elsewhere.some((call) => call.room === room.id));
  return (
    <>
      <Scope part="RoomHeader" as="line">
        <Header />
      </Scope>
      {hasCall && (
        <Scope part="RoomHeader" as="line">
          <RoomCallBanner room={room.id} title={titleOf(room)} />
        </Scope>
      )}
    </>
  );
}

function Header() {
  const { room, isPreview, side, toggleSide } = useRoomView("RoomHeader");
  const title = titleOf(room);
  return (
    <header className="room-header">
      <button type="button" className="icon-button back" aria-label={t("room.backToList")} data-testid={testIds.roomBack} onClick={() => openRoom(null)}>
        <Icon name="back" />
      </button>
      <Avatar id={room.peer ?? room.id} name={room.kind === "channel" ? "#" : title} size={38} presenceOf={room.peer} />
      <div className="room-title">
        <h2 data-testid={testIds.roomTitle}>{title}</h2>
        <Subtitle room={room} />
      </div>
      {!isPreview && <CallButtons room={room} title={title} />}
      <button
        type="button"
        className="icon-button"
        aria-label={t("pins.title")}
        title={t("pins.title")}
        aria-expanded={side?.kind === "pins"}
        data-testid={testIds.pinsOpen}
        onClick={() => toggleSide("pins")}
      >
        <Icon name="pin" />
      </button>
      <RoomMenu isOpen={side?.kind === "details"} onToggle={() => toggleSide("details")} />
    </header>
  );
}

function Subtitle({ room }: { room: Room }) {
  const known = usePresence(room.peer);
  const status = useLive() ? known : undefined;
  const now = useNow(30_000, room.kind === "direct");
  let text = `${t("room.members", { count: room.members })}${room.topic ? ` · ${room.topic}` : ""}`;
  if (room.kind === "direct") {
    const said = `${status?.emoji ?? ""} ${status?.text ?? ""}`.trim();
    const seen = status?.status === "offline" && status.lastSeen ? formatLastSeen(status.lastSeen, now) : labelOf(status);
    text = said ? `${seen} · ${said}` : seen;
  }
  return (
    <p className="room-subtitle" data-testid={testIds.roomSubtitle}>
      {text}
    </p>
  );
}
