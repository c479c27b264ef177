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
    else found.push(safeHref(word) === null ? { text: word } : { text: word, href: word });
  }
  if (at < text.length) found.push({ text: text.slice(at) });
  return found;
}

export function mentionsIn(text: string): string[] {
  return [...new Set(parts(text).flatMap((part) => ("mention" in part ? [part.mention] : [])))];
}

/**
 * The full stop after a link, and a bracket that was opened before it, belong to the sentence. Counts once: a link may be 64 KB of brackets.
 */
function trimLink(link: string): string {
  let end = link.length;
  let unopened = count(link, ")") - count(link, "(");
  while (end > 0) {
    const last = link.charAt(end - 1);
    if (last === ")" && unopened > 0) unopened--;
    else if (!".,;:!?*_~".includes(last)) break;
    end--;
  }
  return link.slice(0, end);
}

function count(text: string, char: string): number {
  return text.split(char).length - 1;
}

/** Where a link may lead: the web and mail; never a scheme that runs something, and never a host hidden behind a user name. Else null. */
export function safeHref(text: string): string | null {
  if (!/^(?:https?:\/\/|mailto:)[^\s\\]+$/i.test(text)) return null;
  try {
    const url = new URL(text);
    return url.username === "" && url.password === "" ? url.href : null;
  } catch {
    return null;
  }
}
