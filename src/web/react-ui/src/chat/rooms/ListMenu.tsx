import { useReadable } from "@akkarealtime/react";
import { useCallback, useState } from "react";
import { Icon } from "../../components/Icon.tsx";
import { Menu } from "../../components/Menu.tsx";
import { t } from "../../i18n/t.ts";
import { laterTestIds } from "../../testids-later.ts";
import { closedSections, closeSections, setUnreadFirst, unreadFirst } from "./list-choices.ts";

/** How the list is arranged; `sections`: those that it has. */
export function ListMenu({ sections }: { sections: readonly string[] }) {
  const [isOpen, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const isFirst = useReadable(unreadFirst);
  const closed = useReadable(closedSections);
  const areClosed = sections.every((one) => closed.includes(one));
  const choose = (action: () => void) => () => {
    action();
    close();
  };
  return (
    <div className="list-menu">
      <button
        type="button"
        className="icon-button"
        aria-label={t("sidebar.arrange")}
        title={t("sidebar.arrange")}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        data-testid={laterTestIds.listMenu}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="sort" size={18} />
      </button>
      {isOpen && (
        <Menu label={t("sidebar.arrange")} className="popover" onClose={close}>
          <button
            type="button"
            role="menuitemcheckbox"
            aria-checked={isFirst}
            className="menu-item"
            data-testid={laterTestIds.unreadFirst}
            onClick={choose(() => setUnreadFirst(!isFirst))}
          >
            <span>{t("sidebar.unreadFirst")}</span>
            {isFirst && <Icon name="check" size={18} />}
          </button>
          <button type="button" role="menuitem" className="menu-item" data-testid={laterTestIds.closeSections} onClick={choose(() => closeSections(areClosed ? [] : sections))}>
            {areClosed ? t("sidebar.openAll") : t("sidebar.closeAll")}
          </button>
        </Menu>
      )}
    </div>
  );
}
