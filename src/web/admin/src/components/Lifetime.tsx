import { t } from "../i18n/t.ts";

const dayMs = 86_400_000;
/** 0: until it is revoked. */
const lifetimes = [30, 90, 365, 0];

/** For how long something that is made is good. */
export function Lifetime() {
  return (
    <label>
      {t("keys.validFor")}
      <select name="days" defaultValue="90">
        {lifetimes.map((days) => (
          <option key={days} value={days}>
            {t("keys.days", { days })}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Its end, for the API. */
export function expiresAt(fields: FormData): string | undefined {
  const days = Number(fields.get("days"));
  return days > 0 ? new Date(Date.now() + days * dayMs).toISOString() : undefined;
}
