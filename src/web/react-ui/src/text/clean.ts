/** Controls that would show nothing or do something: all of C0 and C1 but tab and line feed. */
// eslint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
/**
 * Embeddings and overrides: they make "exe.gpj" read as "jpg.exe". What a script needs works without them: marks (U+200E, U+200F)
 * and isolates (U+2066–2069) stay, and a message is isolated from what is around it.
 */
const overrides = /[\u202a-\u202e]/g;
/** Nobody's writing stacks more marks on a letter than this; "zalgo" does. */
const stacks = /(\p{M}{4})\p{M}+/gu;

/** A text as it may be shown: whole characters, nothing invisible that changes what others read, no towers of marks. */
export function cleanText(text: string): string {
  return wellFormed(text).replace(/\r\n?/g, "\n").replace(controls, "").replace(overrides, "").replace(stacks, "$1");
}

/** Half of a surrogate pair is no character: U+FFFD stands for it. */
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, (found) => (found.length === 2 ? found : "\ufffd"));
}

/** The beginning of a long text, ended at a line or a word, never within a character; null when the text isn't long. */
export function beginningOf(text: string, mostChars: number, mostLines: number): string | null {
  let end = text.length;
  let at = -1;
  for (let line = 0; line < mostLines; line++) {
    at = text.indexOf("\n", at + 1);
    if (at < 0) break;
  }
  if (at >= 0) end = at;
  if (end <= mostChars) return end < text.length ? text.slice(0, end) : null;
  const part = text.slice(0, mostChars);
  const word = Math.max(part.lastIndexOf(" "), part.lastIndexOf("\n"));
  return wellFormed(word > mostChars / 2 ? part.slice(0, word) : part).replace(/\ufffd$/, "");
}

const emoji = emojiPattern();

/** Nothing but a few emoji: shown larger. */
export function isEmojiOnly(text: string): boolean {
  return text.length <= 60 && emoji.test(text);
}

function emojiPattern(): RegExp {
  try {
    return new RegExp("^\\s*(?:\\p{RGI_Emoji}\\s*){1,6}$", "v");
  } catch {
    // A browser without sets of strings in patterns.
    return /^\s*(?:\p{Extended_Pictographic}(?:\u200d\p{Extended_Pictographic}|\ufe0f|\p{Emoji_Modifier})*\s*){1,6}$/u;
  }
}
