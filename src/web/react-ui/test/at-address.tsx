import type { Client } from "@akkarealtime/client";
import type { ReactNode } from "react";
import { leaveMessage, linkTo, openMessage, openRoom, useOpenRoom } from "../../app/src/route.ts";
import { RealtimeUi } from "../src/RealtimeUi.tsx";

/** The parts in an app that keeps the open room in its address, as the page does. */
export function AtAddress({ client, children }: { client: Client; children: ReactNode }) {
  return (
    <RealtimeUi client={client} room={useOpenRoom()} onRoom={openRoom} onMessage={openMessage} onMessageLeft={leaveMessage} linkTo={linkTo} backCloses>
      {children}
    </RealtimeUi>
  );
}
