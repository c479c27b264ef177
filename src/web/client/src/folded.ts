const letters: Readonly<Record<string, string>> = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ł: "l", ħ: "h", ŧ: "t", ı: "i", ς: "σ", ʼ: "'" };
const special = new RegExp(`[${Object.keys(letters).join("")}]`, "g");
/** Diacritics of Latin, Greek, Cyrillic, Hebrew and Arabic, and what can't be seen; as the server's table has it. */
const nothing =
  // eslint-disable-next-line no-misleading-character-class
  /[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u180b-\u180f\u1ab0-\u1aff\u1dc0-\u1dff\u200c-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\u{1f3fb}-\u{1f3ff}\u{e0000}-\u{e0fff}]/gu;
/** Plain ASCII needs no more than small letters. */
// eslint-disable-next-line no-control-regex
const plain = /^[\u0000-\u007f]*$/;

/** A text as it is looked for: without regard to capitals, width and diacritics, as the server compares (docs/chat.md, search). */
export function folded(text: string): string {
  const small = text.toLowerCase();
  if (plain.test(small)) return small;
  return small.normalize("NFKD").toLowerCase().normalize("NFKD").replace(nothing, "").replace(special, (letter) => letters[letter] ?? letter).normalize("NFC");
}
