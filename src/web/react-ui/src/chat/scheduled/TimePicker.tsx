import { useId, useState } from "react";
import { Icon } from "../../components/Icon.tsx";
import { useNow } from "../../hooks/use-now.ts";
import { t } from "../../i18n/t.ts";
import { laterTestIds } from "../../testids-later.ts";
import { fieldTime, quickTime, quickTimes, timeOfField } from "./times.ts";

const mostDays = 365;
const dayMs = 86_400_000;

interface TimePickerProps {
  /** What the field says first. */
  readonly from?: Date | undefined;
  readonly onPick: (at: Date) => void;
}

/** A time to come: one of those that are chosen most, or any. */
export function TimePicker({ from, onPick }: TimePickerProps) {
  const now = useNow(60_000);
  const quick = quickTimes(now);
  const [value, setValue] = useState(() => fieldTime(from ?? quick[1]?.at ?? now));
  const id = useId();
  const at = timeOfField(value);
  const problem = at === null || at <= now ? t("scheduled.past") : at.getTime() > now.getTime() + mostDays * dayMs ? t("scheduled.tooFar") : null;
  return (
    <>
      <div role="group" aria-label={t("scheduled.quick")}>
        {quick.map((one) => (
          <button key={one.label} type="button" className="menu-item" data-testid={laterTestIds.scheduledQuick} data-time={one.label} onClick={() => onPick(one.at)}>
            <Icon name="clock" size={18} />
            <span>{t(one.label)}</span>
            <small>{quickTime(one.at)}</small>
          </button>
        ))}
      </div>
      <form
        className="time-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          if (at !== null && problem === null) onPick(at);
        }}
      >
        <label htmlFor={id}>{t("scheduled.another")}</label>
        <div className="row">
          <input
            id={id}
            type="datetime-local"
            value={value}
            min={fieldTime(now)}
            aria-invalid={problem !== null}
            aria-describedby={problem === null ? undefined : `${id}-problem`}
            data-testid={laterTestIds.scheduledTime}
            onChange={(event) => setValue(event.target.value)}
          />
          <button type="submit" className="button primary" disabled={problem !== null} data-testid={laterTestIds.scheduledPick}>
            {t("scheduled.schedule")}
          </button>
        </div>
        {problem !== null && (
          <p id={`${id}-problem`} className="field-error" role="alert">
            {problem}
          </p>
        )}
      </form>
    </>
  );
}
