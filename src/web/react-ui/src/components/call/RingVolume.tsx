import { useReadable } from "@akkarealtime/react";
import { t } from "../../i18n/t.ts";
import { ringVolume, setRingVolume } from "../../media/ring-volume.ts";
import { tryRing } from "../../media/sounds.ts";
import { laterTestIds } from "../../testids-later.ts";

/** How loud calls ring on this device; heard when it is let go. */
export function RingVolume() {
  const volume = useReadable(ringVolume);
  return (
    <label className="field">
      <span>{t("devices.ringVolume")}</span>
      <input
        type="range"
        min={0}
        max={100}
        step={5}
        value={Math.round(volume * 100)}
        aria-valuetext={volume === 0 ? t("common.off") : `${Math.round(volume * 100)} %`}
        data-testid={laterTestIds.ringVolume}
        onChange={(event) => setRingVolume(Number(event.target.value) / 100)}
        onPointerUp={tryRing}
        onKeyUp={tryRing}
      />
    </label>
  );
}
