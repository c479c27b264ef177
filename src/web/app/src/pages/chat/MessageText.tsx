import { nameOf } from "../../lib/names.ts";
import { parts } from "../../lib/linkify.ts";

/** A message is text and nothing else: links and mentions are found in it, never markup. */
export function MessageText({ text, me }: { text: string; me: string }) {
  return parts(text).map((part, index) => {
    if ("href" in part) {
      return (
        <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
          {part.text}
        </a>
      );
    }
    if ("mention" in part) {
      return (
        <span key={index} className={part.mention === me ? "mention me" : "mention"} title={nameOf(part.mention)}>
          {part.text}
        </span>
      );
    }
    return part.text;
  });
}
