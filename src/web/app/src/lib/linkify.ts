export type TextPart = { readonly text: string } | { readonly text: string; readonly href: string } | { readonly text: string; readonly mention: string };

const pattern = /https?:\/\/[^\s<>"']+|(?<![\w@.])@[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?/gi;

/** Splits a text at its links and mentions. Only http and https become links; everything stays text. */
export function parts(text: string): TextPart[] {
  const found: TextPart[] = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    const word = match[0].startsWith("@") ? match[0] : trimLink(match[0]);
    if (match.index > at) found.push({ text: text.slice(at, match.index) });
    at = match.index + word.length;
    if (word.startsWith("@")) found.push({ text: word, mention: word.slice(1) });
    else found.push(isUrl(word) ? { text: word, href: word } : { text: word });
  }
  if (at < text.length) found.push({ text: text.slice(at) });
  return found;
}

export function mentionsIn(text: string): string[] {
  return [...new Set(parts(text).flatMap((part) => ("mention" in part ? [part.mention] : [])))];
}

/** The full stop after a link, and a bracket that was opened before it, belong to the sentence. */
function trimLink(link: string): string {
  let trimmed = link.replace(/[.,;:!?]+$/, "");
  while (trimmed.endsWith(")") && count(trimmed, ")") > count(trimmed, "(")) trimmed = trimmed.slice(0, -1);
  return trimmed;
}

function count(text: string, char: string): number {
  return text.split(char).length - 1;
}

function isUrl(text: string): boolean {
  try {
    return /^https?:$/.test(new URL(text).protocol);
  } catch {
    return false;
  }
}
