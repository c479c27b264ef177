import { Icon } from "../../components/Icon.tsx";
import { t } from "../../i18n/t.ts";
import { testIds } from "../../testids.ts";

/** Opens and closes what there is to know about the room. */
export function RoomMenu({ isOpen, onToggle }: { isOpen: boolean; onToggle: () => void }) {
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={t("room.about")}
      title={t("room.membersAndSettings")}
      aria-pressed={isOpen}
      data-testid={testIds.roomMenu}
      onClick={onToggle}
    >
      <Icon name="people" />
    </button>
  );
}
