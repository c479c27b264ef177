import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";
import { applyLanguage } from "./i18n/language.ts";
import "./styles/admin.css";

const root = document.getElementById("root");
if (root) {
  void applyLanguage().then(() =>
    createRoot(root).render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  );
}
