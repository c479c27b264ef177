import { Fragment, useEffect, useState, type ReactNode } from "react";
import type { CodePart } from "../../text/highlight.ts";
import { CopyButton } from "./CopyButton.tsx";

interface CodeBlockProps {
  readonly text: string;
  /** As its writer calls it; empty where they didn't say. */
  readonly language: string;
}

/** A block of code, with colours as soon as they are there: they come with the first block of a language that is known. */
export function CodeBlock({ text, language }: CodeBlockProps) {
  const parts = useHighlighted(text, language);
  return (
    <div className="code-block" dir="ltr">
      {language && <span className="code-language">{language}</span>}
      <pre tabIndex={-1}>
        <code>{parts === null ? text : drawAll(parts)}</code>
      </pre>
      <CopyButton text={text} />
    </div>
  );
}

/** null until there is something better than the text, and where there will be nothing: its language isn't known, or can't be fetched. */
function useHighlighted(text: string, language: string): readonly CodePart[] | null {
  const [found, setFound] = useState<{ readonly of: string; readonly parts: readonly CodePart[] | null } | null>(null);
  const of = `${language} ${text}`;
  useEffect(() => {
    if (language === "") return;
    let isOver = false;
    void import("../../text/highlight.ts")
      .then(({ highlight }) => highlight(text, language))
      .then(
        (parts) => {
          if (!isOver) setFound({ of, parts });
        },
        () => undefined,
      );
    return () => {
      isOver = true;
    };
  }, [of, text, language]);
  return found?.of === of ? found.parts : null;
}

function drawAll(parts: readonly CodePart[]): ReactNode {
  return parts.map((part, index) => <Fragment key={index}>{typeof part === "string" ? part : <span className={`code-${part.kind}`}>{drawAll(part.parts)}</span>}</Fragment>);
}
