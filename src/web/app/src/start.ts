import { browserLanguage, chosenLanguage, direction, language, setLanguage } from "@akkarealtime/react-ui/language";
import "@akkarealtime/react-ui/first.css";
import "./styles/page.css";

const { documentElement: root } = document;
language.subscribe(() => {
  root.lang = language.get();
  root.dir = direction();
});
// Beside the page, and not behind it: which texts it needs is known before the page is here.
const texts = setLanguage(chosenLanguage() ?? browserLanguage());
void Promise.all([import("./main.tsx"), texts]).then(([{ show }]) => show());
