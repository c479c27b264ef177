import { browserLanguage, chosenLanguage, setLanguage } from "./i18n/language.ts";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/rooms.css";
import "./styles/timeline.css";
import "./styles/composer.css";
import "./styles/files.css";
import "./styles/people.css";
import "./styles/forced-colors.css";

// Beside the page, and not behind it: which texts it needs is known before the page is here.
const texts = setLanguage(chosenLanguage() ?? browserLanguage());
void Promise.all([import("./main.tsx"), texts]).then(([{ show }]) => show());
