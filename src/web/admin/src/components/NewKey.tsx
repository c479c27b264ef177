import type { KeyItem } from "../api/types.ts";
import { useApi } from "../api/use-api.ts";
import { t } from "../i18n/t.ts";
import { expiresAt, Lifetime } from "./Lifetime.tsx";
import { NewSecret } from "./NewSecret.tsx";

interface NewKeyProps {
  /** All that a key may have. */
  readonly scopes: readonly string[];
  readonly onDone: () => void;
}

/** Makes a key of the API. */
export function NewKey({ scopes, onDone }: NewKeyProps) {
  const api = useApi();
  const create = async (fields: FormData) => {
    const made = await api.post<KeyItem>("keys", { name: fields.get("name"), scopes: fields.getAll("scope"), expiresAt: expiresAt(fields) });
    return made.secret ?? "";
  };
  return (
    <NewSecret label={t("keys.new")} copyNow={t("keys.copyNow")} create={create} onDone={onDone}>
      <label>
        {t("keys.purpose")}
        <input name="name" required maxLength={100} autoComplete="off" />
      </label>
      <fieldset>
        <legend>{t("keys.allowed")}</legend>
        {scopes.map((scope) => (
          <label key={scope} className="choice">
            <input type="checkbox" name="scope" value={scope} /> {scope}
          </label>
        ))}
      </fieldset>
      <Lifetime />
    </NewSecret>
  );
}
