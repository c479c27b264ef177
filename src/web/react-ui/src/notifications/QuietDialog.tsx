import type { QuietHours } from "@akkarealtime/client";
import { useClient, useReadable } from "@akkarealtime/react";
import { useId, useState } from "react";
import { Dialog } from "../components/Dialog.tsx";
import { Icon } from "../components/Icon.tsx";
import { locale, t } from "../i18n/t.ts";
import { laterTestIds } from "../testids-later.ts";
import { areSkipped, beginSoon } from "./quiet-hours.ts";
import { attempt } from "./toasts.ts";

const week = [1, 2, 3, 4, 5, 6, 7] as const;

/** The zone of this device. */
function zoneHere(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Monday is 1. */
function dayName(day: number, weekday: "short" | "long"): string {
  // A Monday.
  return new Intl.DateTimeFormat(locale, { weekday, timeZone: "UTC" }).format(new Date(Date.UTC(2024, 0, day)));
}

/** When nothing disturbs me, every week and on all of my devices, in my menu. */
export function QuietItem() {
  const { presence } = useClient();
  const mine = useReadable(presence.mine);
  const hours = mine?.quietHours;
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="menu-item" aria-haspopup="dialog" data-testid={laterTestIds.quietItem} onClick={() => setOpen(true)}>
        <Icon name="moon" size={18} />
        <span>{t("quiet.title")}</span>
        <small>{hours ? t("quiet.span", { from: hours.from, to: hours.to }) : t("common.off")}</small>
      </button>
      {hours && <SkipItem hours={hours} isQuiet={mine.quiet === true} />}
      {isOpen && <QuietDialog hours={hours} onClose={() => setOpen(false)} />}
    </>
  );
}

/** Not tonight: while they hold, or begin soon. */
function SkipItem({ hours, isQuiet }: { hours: QuietHours; isQuiet: boolean }) {
  const client = useClient();
  const now = client.serverNow();
  const isSkipped = areSkipped(hours, now);
  if (!isSkipped && !isQuiet && !beginSoon(hours, now)) return null;
  return (
    <button type="button" className="menu-item" data-testid={laterTestIds.quietSkip} onClick={() => attempt(client.connection.request("status.skip-quiet", { on: !isSkipped }))}>
      <Icon name="moon" size={18} />
      <span>{isSkipped ? t("quiet.onAgain") : t("quiet.notTonight")}</span>
    </button>
  );
}

function QuietDialog({ hours, onClose }: { hours: QuietHours | undefined; onClose: () => void }) {
  const { connection } = useClient();
  const [isOn, setOn] = useState(hours !== undefined);
  const [from, setFrom] = useState(hours?.from ?? "22:00");
  const [to, setTo] = useState(hours?.to ?? "07:00");
  const [days, setDays] = useState<readonly number[]>(hours?.days ?? week);
  const [zone, setZone] = useState(hours?.zone ?? zoneHere());
  const id = useId();
  const here = zoneHere();
  const isComplete = from !== "" && to !== "" && days.length > 0;
  const save = async () => {
    await connection.request("status.quiet", isOn ? { hours: { from, to, days: [...days], zone } } : {});
    onClose();
  };
  return (
    <Dialog title={t("quiet.title")} onClose={onClose} testId={laterTestIds.quiet}>
      <form
        className="quiet-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isOn || isComplete) attempt(save());
        }}
      >
        <p className="muted">{t("quiet.hint")}</p>
        <label className="row">
          <input type="checkbox" checked={isOn} data-testid={laterTestIds.quietOn} onChange={(event) => setOn(event.target.checked)} />
          {t("quiet.on")}
        </label>
        <fieldset disabled={!isOn} aria-label={t("quiet.when")}>
          <div className="row">
            <label htmlFor={`${id}-from`}>{t("quiet.from")}</label>
            <input id={`${id}-from`} type="time" value={from} data-testid={laterTestIds.quietFrom} onChange={(event) => setFrom(event.target.value)} />
            <label htmlFor={`${id}-to`}>{t("quiet.to")}</label>
            <input id={`${id}-to`} type="time" value={to} data-testid={laterTestIds.quietTo} onChange={(event) => setTo(event.target.value)} />
          </div>
          <div className="row quiet-days" role="group" aria-label={t("quiet.days")}>
            {week.map((day) => (
              <label key={day}>
                <input
                  type="checkbox"
                  checked={days.includes(day)}
                  aria-label={dayName(day, "long")}
                  data-testid={laterTestIds.quietDay}
                  data-day={day}
                  onChange={(event) => setDays(event.target.checked ? [...days, day].sort() : days.filter((one) => one !== day))}
                />
                <span aria-hidden="true">{dayName(day, "short")}</span>
              </label>
            ))}
          </div>
          <p className="muted">
            {t("quiet.zone", { zone })}{" "}
            {zone !== here && (
              <button type="button" className="link" onClick={() => setZone(here)}>
                {t("quiet.zoneHere", { zone: here })}
              </button>
            )}
          </p>
        </fieldset>
        <p className="row dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {t("common.cancel")}
          </button>
          <button type="submit" className="button primary" disabled={isOn && !isComplete} data-testid={laterTestIds.quietSave}>
            {t("common.save")}
          </button>
        </p>
      </form>
    </Dialog>
  );
}
