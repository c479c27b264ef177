import { expect, vi } from "vitest";

// Files share a thread with its packages and its document, but no state of the page: each has modules of its own.
vi.resetModules();
localStorage.clear();
sessionStorage.clear();

const { laterTexts, setLanguage } = await import("../src/i18n/language.ts");
await setLanguage("en");
await laterTexts();

// The parts that a browser fetches behind the first picture: tests of components open them at once.
if (expect.getState().testPath?.endsWith(".tsx")) {
  // Generous as all times of the tests: a file that is fetched when it is first needed takes its time on a busy machine.
  await import("@testing-library/react").then(({ configure }) => configure({ asyncUtilTimeout: 20_000 }));
  await import("../src/parts.ts");
  await import("../src/components/later.ts").then(({ loadAll }) => loadAll());
  await import("../src/emoji/emoji.ts").then(({ loadEmojis }) => loadEmojis());
}
