import type { CallSessionState } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useCallback, useEffect, useState, type RefObject } from "react";
import { createPortal } from "react-dom";
import { t } from "../../i18n/t.ts";
import { attempt } from "../../notifications/toasts.ts";
import { testIds } from "../../testids.ts";
import { useTheme, type Theme } from "../../theme/theme.ts";
import { Avatar } from "../Avatar.tsx";
import { Icon } from "../Icon.tsx";
import { scopeName } from "../Scope.tsx";
import { mainOf } from "./Stage.tsx";
import { displayName } from "./Tile.tsx";
import { Video } from "./Video.tsx";

interface PictureInPicture {
  requestWindow(options: { width: number; height: number }): Promise<Window>;
}

interface Picture {
  /** The window that floats over other programs, where there is one. */
  readonly window: Window | null;
  /** Undefined where the browser can't. */
  readonly open: (() => void) | undefined;
}

/** A small window over everything: with buttons where the browser has document picture-in-picture, else just the picture. */
export function usePicture(section: RefObject<HTMLElement | null>): Picture {
  const [pip, setPip] = useState<Window | null>(null);
  const theme = useTheme();
  const documents = (window as { documentPictureInPicture?: PictureInPicture }).documentPictureInPicture;
  const canShowVideo = "pictureInPictureEnabled" in document && document.pictureInPictureEnabled;

  const open = useCallback(() => {
    if (documents) {
      attempt(
        documents.requestWindow({ width: 360, height: 260 }).then((opened) => {
          dress(opened, theme);
          opened.addEventListener("pagehide", () => setPip(null));
          setPip(opened);
        }),
      );
      return;
    }
    const seen = section.current?.querySelector<HTMLVideoElement>(".tile.main video:not(.unseen), .tile:not(.local) video:not(.unseen)");
    if (document.pictureInPictureElement) void document.exitPictureInPicture();
    else if (seen) attempt(seen.requestPictureInPicture());
  }, [documents, section, theme]);

  useEffect(() => () => pip?.close(), [pip]);
  return { window: pip, open: documents || canShowVideo ? open : undefined };
}

/** The window comes naked: it gets this page's style sheets, and the theme. */
function dress(target: Window, theme: Theme): void {
  for (const style of document.querySelectorAll("style, link[rel=stylesheet]")) target.document.head.append(style.cloneNode(true));
  target.document.documentElement.className = scopeName;
  target.document.documentElement.dataset.theme = theme;
  target.document.title = document.title;
}

export function PictureWindow({ target, current }: { target: Window; current: CallSessionState }) {
  const { calls } = useClient();
  const { remotes, local } = current;
  const main = mainOf(current, "speaker", null);
  const remote = remotes.find(({ participant }) => participant === main) ?? remotes[0];
  const hasPicture = remote !== undefined && (remote.media.video || remote.media.screen) && remote.media.hold !== true;
  return createPortal(
    <div className="call picture">
      <div className="tile main">
        {remote && (
          <Video stream={remote.stream} isMuted isShown={hasPicture} isWhole={remote.media.screen} testId={testIds.pictureVideo} label={t("calls.videoOf", { name: displayName(remote) })} />
        )}
        {remote && !hasPicture && <Avatar id={remote.user} name={displayName(remote)} size={72} />}
      </div>
      <div className="call-controls" role="toolbar" aria-label={t("calls.title")}>
        <button type="button" className="control" aria-pressed={local.audio} aria-label={local.audio ? t("calls.mute") : t("calls.unmute")} onClick={() => attempt(calls.setAudio(!local.audio))}>
          <Icon name={local.audio ? "mic" : "micOff"} size={18} />
        </button>
        <button type="button" className="control hang-up" aria-label={t("calls.hangUp")} onClick={() => attempt(calls.hangUp())}>
          <Icon name="hangUp" size={20} />
        </button>
      </div>
    </div>,
    target.document.body,
  );
}
