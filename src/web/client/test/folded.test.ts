import { expect, it } from "vitest";
import { folded } from "../src/index.ts";

// As FoldedTests of the server has them.
it.each([
  ["Zürich", "zurich"],
  ["Zu\u0308rich", "zurich"],
  ["Straße", "strasse"],
  ["STRASSE ẞ", "strasse ss"],
  ["Đà Nẵng", "da nang"],
  ["Łódź", "lodz"],
  ["Øre", "ore"],
  ["Æsir Œuvre", "aesir oeuvre"],
  ["Diyarbakır İzmir", "diyarbakir izmir"],
  ["ﬁle", "file"],
  ["ＡＢＣ１２３", "abc123"],
  ["ΟΔΥΣΣΕΎΣ Οδυσσεύς", "οδυσσευσ οδυσσευσ"],
  ["Ёлка Йод", "елка иод"],
  ["שָׁלוֹם", "שלום"],
  ["مُحَمَّدـ أحمد", "محمد احمد"],
  ["ｶﾞｷﾞ か\u3099 は\u309A", "ガギ が ぱ"],
  ["\u1112\u1161\u11AB\u1100\u116E\u11A8", "한국"],
  ["हिन्दी", "हिन्दी"],
  ["👍🏽 ❤️", "👍 ❤"],
  ["soft\u00ADhyphen\u200Dx", "softhyphenx"],
  ["a\u00A0b\u3000c", "a b c"],
  ["\u{1D4D1}old", "bold"],
])("%s is looked for as %s", (text, form) => {
  expect(folded(text)).toBe(form);
});
