import { Store } from "@akkarealtime/client";
import { useClient, useReadable } from "@akkarealtime/react";
import { useState } from "react";
import { Dialog } from "../../components/Dialog.tsx";
import { Icon } from "../../components/Icon.tsx";
import { t } from "../../i18n/t.ts";
import { attempt, toast } from "../../notifications/toasts.ts";
import { laterTestIds } from "../../testids-later.ts";
import { formatFull } from "../../text/format.ts";
import { scheduler, type Plan } from "./scheduled.ts";
import { TimePicker } from "./TimePicker.tsx";

interface SendingLater {
  /** What was in the field when its time was asked for. */
  readonly plan: Plan;
  readonly onDone: () => void;
}

/** What a time is being chosen for: asked outside of the composer, which is a form as well. */
const sendingLater = new Store<SendingLater | null>(null);

interface SendLaterProps {
  /** What would be sent now; null where there is nothing that can be sent later. */
  readonly plan: Plan | null;
  /** It is scheduled. */
  readonly onDone: () => void;
}

/** Beside the button that sends, while there is something to send: the same at a time to come. */
export function SendLater({ plan, onDone }: SendLaterProps) {
  if (plan === null) return null;
  return (
    <button
      type="button"
      className="icon-button send-later"
      aria-label={t("scheduled.sendLater")}
      title={t("scheduled.sendLater")}
      aria-haspopup="dialog"
      data-testid={laterTestIds.sendLater}
      onClick={({ currentTarget: { form } }) => {
        const done = () => {
          onDone();
          // The button goes with the text; and what is below a dialog can't be reached before that is gone.
          setTimeout(() => form?.querySelector("textarea")?.focus());
        };
        sendingLater.set({ plan, onDone: done });
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
