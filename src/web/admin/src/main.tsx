import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";
import { applyLanguage } from "./i18n/language.ts";
import { begin } from "./session/session.ts";
import "./styles/admin.css";

const root = document.getElementById("root");
if (root) {
  void Promise.all([begin(), applyLanguage()]).then(([beginning]) =>
    createRoot(root).render(
      <StrictMode>
        <App beginning={beginning} />
      </StrictMode>,
    ),
  );
}
