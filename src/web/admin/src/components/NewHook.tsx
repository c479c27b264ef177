import type { HookItem } from "../api/types.ts";
import { useApi } from "../api/use-api.ts";
import { t } from "../i18n/t.ts";
import { server } from "../place.ts";
import { expiresAt, Lifetime } from "./Lifetime.tsx";
import { NewSecret } from "./NewSecret.tsx";

/** Makes an address at which another program says something in a room. */
export function NewHook({ room, onDone }: { readonly room: string; readonly onDone: () => void }) {
  const api = useApi();
  const create = async (fields: FormData) => {
    const made = await api.post<HookItem>("hooks", { name: fields.get("name"), room, user: fields.get("user"), expiresAt: expiresAt(fields) });
    return new URL((made.path ?? "").slice(1), server).href;
  };
  return (
    <NewSecret label={t("hooks.new")} copyNow={t("hooks.copyNow")} create={create} onDone={onDone}>
      <label>
        {t("keys.purpose")}
        <input name="name" required maxLength={100} autoComplete="off" />
      </label>
      <label>
        {t("hooks.user")}
        <input name="user" required maxLength={64} pattern="[A-Za-z0-9_.:@\-]+" autoComplete="off" />
      </label>
      <Lifetime />
    </NewSecret>
  );
}
