import type { LaterIconName } from "./icons-later.ts";

const paths = {
  phone: "M6.6 3.5 9 3.9l1.2 3.6-1.9 1.6a12 12 0 0 0 6.6 6.6l1.6-1.9 3.6 1.2.4 2.4c.2 1.3-.7 2.6-2 2.6A15.5 15.5 0 0 1 4 5.5c0-1.3 1.3-2.2 2.6-2z",
  video: "M4.5 6.5h9a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2zm11 4.2 5.2-3.2a.5.5 0 0 1 .8.4v8.2a.5.5 0 0 1-.8.4l-5.2-3.2z",
  send: "M4 12l-1-7.5L21 12 3 19.5 4 12zm0 0h8",
  plus: "M12 5v14M5 12h14",
  bellOff: "M6 16.5V11c0-1.5.5-2.8 1.4-3.9M9.5 5.5A6 6 0 0 1 18 11v3.5M4.5 18.5h13M10 21h4M4 4l16 16",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 21 21",
  compass: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM15.5 8.5l-2 5-5 2 2-5 5-2z",
  back: "M14.5 5 7.5 12l7 7",
  close: "M6 6l12 12M18 6 6 18",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 14a4 4 0 0 0 7 0M9 9.5h.01M15 9.5h.01",
  pin: "M9 4h6l-.7 5.5 3.2 3.5H6.5l3.2-3.5L9 4zM12 13v7",
  thread: "M5 5h14v10h-8l-4 4v-4H5zM9 9h6M9 12h3.5",
  up: "M6 14.5l6-6 6 6",
  down: "M6 9.5l6 6 6-6",
  check: "M5 12.5l4.5 4.5L19 7.5",
  checks: "M2.5 12.5 7 17l8-9M11.5 16.5l.8.5 9-9.5",
  clock: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7.5V12l3 2",
  alert: "M12 8v5M12 16.5h.01M12 3.5 2.5 20h19L12 3.5z",
  people: "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19.5c.5-3.5 3-5.5 6.5-5.5s6 2 6.5 5.5M16 4.8a3.5 3.5 0 0 1 0 6.4M18 14.5c2 .8 3.2 2.6 3.5 5",
  clip: "M19.5 11.5 12 19a4.6 4.6 0 0 1-6.5-6.5l7.8-7.8a3.1 3.1 0 0 1 4.4 4.4l-7.7 7.7a1.5 1.5 0 0 1-2.2-2.2l7-7",
  missed: "M4 6l6 6 9-8M4 11V6h5M3.5 18.5c4.8-4 12.2-4 17 0",
  sliders: "M4 7h9M17 7h3M4 17h3M11 17h9M15 9.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4zM9 19.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z",
} as const;

export type IconName = keyof typeof paths | LaterIconName;

const all: Partial<Record<IconName, string>> = { ...paths };

/** Those that came later can be drawn from now on. */
export function addIcons(more: Partial<Record<IconName, string>>): void {
  Object.assign(all, more);
}

/** Those that point along the line; from right to left they point the other way. */
const directed: readonly IconName[] = ["back", "send", "reply", "leave", "forward"];

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg className={directed.includes(name) ? "icon directed" : "icon"} viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" focusable="false">
      <path d={all[name]} />
    </svg>
  );
}

/** The logo. */
export function Logo({ size = 44 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <rect width="32" height="32" rx="9" fill="var(--accent)" />
      <path d="M8 12.5A4.5 4.5 0 0 1 12.5 8h7a4.5 4.5 0 0 1 4.5 4.5v3a4.5 4.5 0 0 1-4.5 4.5H15l-4.2 3.7c-.5.4-1.3.1-1.3-.6v-3.4A4.5 4.5 0 0 1 8 16z" fill="var(--on-accent)" />
      <circle cx="13" cy="14" r="1.5" fill="var(--accent)" />
      <circle cx="19" cy="14" r="1.5" fill="var(--accent)" />
    </svg>
  );
}
