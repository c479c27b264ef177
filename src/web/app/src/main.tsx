import { theme } from "@akkarealtime/react-ui";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";

/** What is around the parts is drawn in their theme. */
function followTheme(): void {
  document.documentElement.dataset.theme = theme.get();
}

/** Once the texts are here. */
export function show(): void {
  followTheme();
  theme.subscribe(followTheme);
  const root = document.getElementById("root");
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
