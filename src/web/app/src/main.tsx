import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";
import { applyTheme } from "./theme/theme.ts";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/rooms.css";
import "./styles/timeline.css";
import "./styles/composer.css";
import "./styles/files.css";
import "./styles/people.css";
import "./styles/forced-colors.css";

applyTheme();
const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
