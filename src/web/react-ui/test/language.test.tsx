import { act } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { chooseLanguage } from "../src/i18n/choose.ts";
import { browserLanguage, chosenLanguage, direction, language, localeOf, setLanguage } from "../src/i18n/language.ts";
import { listOf, t } from "../src/i18n/t.ts";
import { formatDay } from "../src/text/format.ts";
import { click, get, page, preparePage } from "./stage.tsx";

afterEach(async () => {
  vi.unstubAllGlobals();
  localStorage.clear();
  await setLanguage("en");
});

describe("the language", () => {
  it("is the first of the browser's that there is, in the browser's own kind of it", () => {
    expect(browserLanguage(["pt-BR", "de-AT", "en"])).toBe("de");
    expect(browserLanguage(["fr", "toString"])).toBe("en");
    expect([localeOf("de", ["en", "de-AT"]), localeOf("de", ["en"])]).toEqual(["de-AT", "de"]);
  });

  it("is as chosen, until the browser's own is wanted again", async () => {
    await chooseLanguage("de");
    expect([chosenLanguage(), language.get(), t("common.close")]).toEqual(["de", "de", "Schließen"]);
    await chooseLanguage(null);
    expect([chosenLanguage(), language.get(), t("common.close")]).toEqual([null, "en", "Close"]);
  });

  it("has forms for numbers, days and lists of names", async () => {
    expect([t("thread.replies", { count: 1 }), t("thread.replies", { count: 1_200 })]).toEqual(["1 reply", "1,200 replies"]);
    expect(t("calls.peopleCount", { count: 3, hands: 0 })).toBe("People, 3 in the call");
    await setLanguage("de");
    expect([t("thread.replies", { count: 1 }), t("thread.replies", { count: 1_200 })]).toEqual(["1 Antwort", "1.200 Antworten"]);
    expect([t("events.joined", { by: "you", name: "Alice" }), t("events.joined", { by: "other", name: "Alice" })]).toEqual(["Du bist beigetreten", "Alice ist beigetreten"]);
    expect(listOf(["Ann", "Bob", "Cem"])).toBe("Ann, Bob und Cem");
    expect(formatDay("2026-03-03T12:00:00Z", new Date("2026-08-01T12:00:00Z"))).toBe("3. März");
  });

  it("turns the page around where a line begins at the right, and names stay as they are", async () => {
    await setLanguage("ar-XB");
    expect([direction(), t("calls.isCalling", { name: "Ann" })]).toEqual(["rtl", "\u2068Ann\u2069\u202e is calling\u202c"]);
  });
});

describe("the page", () => {
  preparePage();

  it("is drawn anew in another language", async () => {
    await page();
    await click("userStatus");
    await click("themeToggle");
    expect(get("themeToggle").textContent).toBe("ThemeLight");
    await act(() => chooseLanguage("de"));
    await click("userStatus");
    expect(get("themeToggle").textContent).toBe("DesignHell");
  });
});
