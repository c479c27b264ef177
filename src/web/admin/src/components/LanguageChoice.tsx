import { chooseLanguage, chosenLanguage, languages, type LanguageId } from "../i18n/language.ts";
import { t } from "../i18n/t.ts";

/** In which language the page is, here and on the users' page. */
export function LanguageChoice() {
  return (
    <select
      className="language"
      aria-label={t("language.label")}
      value={chosenLanguage() ?? ""}
      onChange={(event) => void chooseLanguage(event.target.value === "" ? null : (event.target.value as LanguageId))}
    >
      <option value="">{t("language.browser")}</option>
      {Object.entries(languages).map(([id, { name }]) => (
        <option key={id} value={id} lang={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
