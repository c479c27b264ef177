import type { ReactNode } from "react";
import { useReadable } from "@akkarealtime/react";
import { testIds } from "../../testids.ts";
import { closedSections, closeSections } from "./list-choices.ts";

interface RoomSectionProps {
  readonly id: string;
  readonly label: string;
  readonly children: ReactNode;
}

/** Conversations of a kind, under a heading that closes and opens them. */
export function RoomSection({ id, label, children }: RoomSectionProps) {
  const closed = useReadable(closedSections);
  const isClosed = closed.includes(id);
  return (
    <section aria-labelledby={`rooms-${id}`}>
      <h2 id={`rooms-${id}`} className="room-section">
        <button
          type="button"
          aria-expanded={!isClosed}
          data-testid={testIds.roomSection}
          onClick={() => closeSections(isClosed ? closed.filter((one) => one !== id) : [...closed, id])}
        >
          {label}
        </button>
      </h2>
      <ul className="room-list">{children}</ul>
    </section>
  );
}
