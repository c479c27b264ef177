import { OtherCalls } from "../../chat/rooms/OtherCalls.tsx";
import { MissedCalls } from "./MissedCalls.tsx";

/** Over the list of conversations: calls elsewhere, and those that were missed. */
export function CallNotes() {
  return (
    <>
      <OtherCalls />
      <MissedCalls />
    </>
  );
}
