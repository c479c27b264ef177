import { Icon } from "../../../components/Icon.tsx";
import { testIds } from "../../../testids.ts";

/** Opens and closes what there is to know about the room. */
export function RoomMenu({ isOpen, onToggle }: { isOpen: boolean; onToggle: () => void }) {
  return (
    <button
      type="button"
      className="icon-button"
      aria-label="About this room"
      title="Members and settings"
      aria-pressed={isOpen}
      data-testid={testIds.roomMenu}
      onClick={onToggle}
    >
      <Icon name="people" />
    </button>
  );
}
