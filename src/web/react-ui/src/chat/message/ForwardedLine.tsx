import type { ForwardedFrom } from "@akkarealtime/client";
import { Icon } from "../../components/Icon.tsx";
import { t } from "../../i18n/t.ts";
import { testIds } from "../../testids.ts";
import { laterTestIds } from "../../testids-later.ts";
import { formatFull } from "../../text/format.ts";
import { nameOf } from "../../text/names.ts";
import { profile } from "../../profile.ts";

/** Whose words a message has: the server says so, and nobody else can. */
export function ForwardedLine({ from: { by, name, at, files } }: { from: ForwardedFrom }) {
  return (
    <p className="forwarded" title={formatFull(at)} data-testid={laterTestIds.forwarded}>
      <Icon name="forward" size={14} />
      <button type="button" className="link" tabIndex={-1} data-testid={testIds.profileOpen} data-user={by} onClick={() => profile.set(by)}>
        {t("forward.from", { name: nameOf(by, name) })}
      </button>
      {files !== undefined && <small>{t("forward.filesLeft", { count: files })}</small>}
    </p>
  );
}
