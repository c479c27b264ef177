import { useReadable } from "@akkarealtime/react";
import { createContext, useContext, type ReactNode } from "react";
import { useHost } from "../host-context.ts";
import { direction, language } from "../i18n/language.ts";
import { useTheme } from "../theme/theme.ts";
import { Boundary, type BoundaryProps } from "./Boundary.tsx";

/** What all styles of the kit are for: nothing outside of such an element looks different because of them. */
export const scopeName = "akkarealtime-ui";

const IsWithin = createContext(false);

interface ScopeProps {
  /** Whose it is. */
  readonly part: string;
  readonly as?: BoundaryProps["as"];
  readonly loading?: ReactNode;
  readonly children: ReactNode;
}

/** Around a part: its styles, theme and language, once its texts are there. A part within another has the other's. */
export function Scope({ part, children, ...boundary }: ScopeProps) {
  useHost(part);
  const isReady = useReadable(language) !== "";
  const content = <Boundary {...boundary}>{children}</Boundary>;
  if (useContext(IsWithin)) return content;
  return isReady && <Scoped>{content}</Scoped>;
}

/** An element without a box of its own. Drawn anew in another language: texts are asked for while something is drawn. Connection and calls stand outside, and go on. */
export function Scoped({ children }: { children: ReactNode }) {
  const id = useReadable(language);
  return (
    <div key={id} className={scopeName} data-theme={useTheme()} lang={id} dir={direction()} style={{ display: "contents" }}>
      <IsWithin value={true}>{children}</IsWithin>
    </div>
  );
}
