import { browserLanguage, chosenLanguage, setLanguage } from "../../react-ui/src/i18n/language.ts";
import "../../react-ui/src/styles/base.css";
import "../../react-ui/src/styles/layout.css";
import "../../react-ui/src/styles/rooms.css";
import "../../react-ui/src/styles/timeline.css";
import "../../react-ui/src/styles/composer.css";
import "../../react-ui/src/styles/files.css";
import "../../react-ui/src/styles/people.css";
import "../../react-ui/src/styles/forced-colors.css";

// Beside the page, and not behind it: which texts it needs is known before the page is here.
const texts = setLanguage(chosenLanguage() ?? browserLanguage());
void Promise.all([import("./main.tsx"), texts]).then(([{ show }]) => show());
