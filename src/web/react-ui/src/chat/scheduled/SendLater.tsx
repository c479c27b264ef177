import { Store, type Draft } from "@akkarealtime/client";
import { useClient, useReadable } from "@akkarealtime/react";
import { useState } from "react";
import { Dialog } from "../../components/Dialog.tsx";
import { Icon } from "../../components/Icon.tsx";
import { t } from "../../i18n/t.ts";
import { attempt, toast } from "../../notifications/toasts.ts";
import { laterTestIds } from "../../testids-later.ts";
import { formatFull } from "../../text/format.ts";
import type { Uploads } from "../files/use-uploads.ts";
import { scheduler } from "./scheduled.ts";
import { TimePicker } from "./TimePicker.tsx";

interface SendingLater {
  /** What was there when its time was asked for. */
  readonly plan: Draft;
  readonly onDone: () => void;
}

/** What a time is being chosen for: asked outside of the composer, which is a form as well. */
const sendingLater = new Store<SendingLater | null>(null);

interface SendLaterProps {
  /** What the field says; null where that can't be sent later. */
  readonly plan: Draft | null;
  /** The files beside it. */
  readonly uploads: Uploads;
  /** It is scheduled. */
  readonly onDone: () => void;
}

/** Beside the button that sends, while there is something to send: the same at a time to come. */
export function SendLater({ plan, uploads: { tray, items, isHeld }, onDone }: SendLaterProps) {
  if (plan === null || (!plan.text && items.length === 0)) return null;
  // A message that waits for its time has its files; one that waits for its files goes when they are there.
  const isReady = !isHeld && items.every(({ state }) => state === "done");
  return (
    <button
      type="button"
      className="icon-button send-later"
      aria-label={t("scheduled.sendLater")}
      title={t("scheduled.sendLater")}
      aria-haspopup="dialog"
      disabled={!isReady}
      data-testid={laterTestIds.sendLater}
      onClick={({ currentTarget: { form } }) => {
        const attachments = tray.ready;
        const done = () => {
          for (const { key, attachment } of items) if (attachment) tray.remove(key);
          onDone();
          // The button goes with the text; and what is below a dialog can't be reached before that is gone.
          setTimeout(() => form?.querySelector("textarea")?.focus());
        };
        sendingLater.set({ plan: { ...plan, ...(attachments.length > 0 && { attachments }) }, onDone: done });
      }}
    >
      <Icon name="clock" />
    </button>
  );
}

/** When, of what {@link SendLater} was pressed for. */
export function ChooseTime() {
  const asked = useReadable(sendingLater);
  return asked && <ChooseTimeDialog {...asked} onClose={() => sendingLater.set(null)} />;
}

function ChooseTimeDialog({ plan, onDone, onClose }: SendingLater & { onClose: () => void }) {
  const { connection } = useClient();
  const [schedule] = useState(() => scheduler(connection));
  const [isBusy, setBusy] = useState(false);
  const pick = async (at: Date) => {
    if (isBusy) return;
    setBusy(true);
    try {
      await schedule(plan, at);
    } finally {
      setBusy(false);
    }
    onClose();
    onDone();
    toast(t("scheduled.willBeSent", { time: formatFull(at.toISOString()) }));
  };
  return (
    <Dialog title={t("scheduled.when")} onClose={onClose} testId={laterTestIds.sendLaterDialog}>
      <TimePicker onPick={(at) => attempt(pick(at))} />
    </Dialog>
  );
}
