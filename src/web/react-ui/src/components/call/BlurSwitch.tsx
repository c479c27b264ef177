import { useClient, useReadable } from "@akkarealtime/react";
import { useState } from "react";
import { useHost } from "../../host-context.ts";
import { t } from "../../i18n/t.ts";
import { canBlur } from "../../media/blur/can-blur.ts";
import { blurring, blurs, setBlurs } from "../../media/camera.ts";
import { uiRtc } from "../../media/rtc.ts";
import { attempt } from "../../notifications/toasts.ts";
import { testIds } from "../../testids.ts";

/** Whether what is behind me is blurred, where the app has what it takes. Where the browser can't, it says so. */
export function BlurSwitch({ onChange }: { onChange: () => Promise<void> }) {
  const isOn = useReadable(blurs);
  const state = useReadable(blurring);
  const [isChanging, setChanging] = useState(false);
  const hasOurs = useClient().calls.rtc === uiRtc;
  // Where the client has its cameras from elsewhere, it would be a promise that nobody keeps.
  if (useHost("BlurSwitch").blurAssets === undefined || !hasOurs) return null;
  const change = async () => {
    setBlurs(!isOn);
    // The camera is opened once: what is chosen meanwhile would not be heard of.
    setChanging(true);
    await onChange().finally(() => setChanging(false));
  };
  return (
    <div>
      <label className="check">
        <input
          type="checkbox"
          checked={isOn}
          disabled={!canBlur && !isOn}
          // Not disabled: what is pressed meanwhile, as Escape, would go nowhere.
          aria-disabled={isChanging || undefined}
          aria-describedby={canBlur ? undefined : "no-blur"}
          data-testid={testIds.blurSwitch}
          data-state={state}
          onChange={() => isChanging || attempt(change())}
        />
        {t("blur.title")}
        {isOn && state === "preparing" && <small role="status">{t("blur.preparing")}</small>}
      </label>
      {!canBlur && <small id="no-blur">{t("blur.unavailable")}</small>}
    </div>
  );
}
