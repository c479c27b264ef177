import { useClient } from "@akkarealtime/react";
import { useState } from "react";
import { t } from "../../i18n/t.ts";
import { useNoise } from "../../media/use-noise.ts";
import { attempt } from "../../notifications/toasts.ts";
import { laterTestIds } from "../../testids-later.ts";
import { Icon } from "../Icon.tsx";

/** That the others hear my surroundings; not again in a call in which it was dismissed. `stream`: what is sent, while there is sound in it. */
export function NoiseNotice({ stream }: { stream: MediaStream | null }) {
  const { calls } = useClient();
  const isNoisy = useNoise(stream);
  const [isDismissed, setDismissed] = useState(false);
  if (!isNoisy || isDismissed) return null;
  return (
    <p className="call-notice" data-testid={laterTestIds.callNoise}>
      <Icon name="mic" size={16} /> {t("calls.noise")}
      <button type="button" className="link" onClick={() => attempt(calls.setAudio(false))}>
        {t("calls.mute")}
      </button>
      <button type="button" className="link" onClick={() => setDismissed(true)}>
        {t("common.dismiss")}
      </button>
    </p>
  );
}
