import type { Audience } from "@akkarealtime/client";
import { useReadable } from "@akkarealtime/react";
import { Fragment, useEffect, useState, type ReactNode } from "react";
import { t } from "../../i18n/t.ts";
import { Boundary } from "../../components/Boundary.tsx";
import { CodeBlock } from "../../parts.ts";
import { testIds } from "../../testids.ts";
import { beginningOf, cleanText, isEmojiOnly } from "../../text/clean.ts";
import { parts } from "../../text/linkify.ts";
import { loadMarkdown, markdown, mayBeMarkdown } from "../../text/markdown-loader.ts";
import type { MarkdownNode } from "../../text/markdown.ts";
import { profile } from "../../profile.ts";
import { nameOf } from "../../text/names.ts";

const longChars = 3_000;
const longLines = 40;
const noMentions: readonly string[] = [];

interface MessageTextProps {
  readonly text: string;
  /** Who is mentioned: only they are marked, not everything with an @. */
  readonly mentions?: readonly string[] | undefined;
  /** Whom it addresses as a whole. */
  readonly audience?: Audience | undefined;
  readonly me: string;
}

/** A message's text with what little markup it may have. Everything is made of elements of this file, never of HTML. */
export function MessageText({ text, mentions = noMentions, audience, me }: MessageTextProps) {
  const parse = useReadable(markdown);
  const [isOpen, setOpen] = useState(false);
  const whole = cleanText(text);
  const beginning = beginningOf(whole, longChars, longLines);
  const shown = isOpen || beginning === null ? whole : beginning;
  const context: Context = { mentions, audience, me };
  const isMarked = mayBeMarkdown(shown);
  const isFormatted = parse !== null && isMarked;
  // Most messages don't need the parser: it comes with the first that does.
  useEffect(() => {
    if (isMarked) void loadMarkdown();
  }, [isMarked]);

  return (
    <>
      {isFormatted ? (
        drawAll(parse(shown), context)
      ) : (
        <p className={isEmojiOnly(shown) ? "plain large" : "plain"} dir="auto">
          {drawText(shown, context)}
        </p>
      )}
      {beginning !== null && (
        <button type="button" className="link show-more" aria-expanded={isOpen} data-testid={testIds.messageMore} onClick={() => setOpen(!isOpen)}>
          {isOpen ? t("message.showLess") : t("message.showAll", { count: Math.ceil(whole.length / 1_000) })}
        </button>
      )}
    </>
  );
}

interface Context {
  readonly mentions: readonly string[];
  readonly audience: Audience | undefined;
  readonly me: string;
  readonly isInLink?: boolean;
}

function drawAll(nodes: readonly MarkdownNode[], context: Context): ReactNode {
  return nodes.map((node, index) => <Fragment key={index}>{draw(node, context)}</Fragment>);
}

function draw(node: MarkdownNode, context: Context): ReactNode {
  if (typeof node === "string") return drawText(node, context);
  switch (node.tag) {
    case "p":
      return <p dir="auto">{drawAll(node.children, context)}</p>;
    case "blockquote":
      return <blockquote dir="auto">{drawAll(node.children, context)}</blockquote>;
    case "ul":
      return <ul dir="auto">{drawAll(node.children, context)}</ul>;
    case "ol":
      return (
        <ol dir="auto" start={node.start}>
          {drawAll(node.children, context)}
        </ol>
      );
    case "li":
      return <li>{drawAll(node.children, context)}</li>;
    case "strong":
      return <strong>{drawAll(node.children, context)}</strong>;
    case "em":
      return <em>{drawAll(node.children, context)}</em>;
    case "s":
      return <s>{drawAll(node.children, context)}</s>;
    case "a":
      return (
        <Link href={node.href} isNamed>
          {drawAll(node.children, { ...context, isInLink: true })}
        </Link>
      );
    case "code":
      return <code dir="ltr">{node.text}</code>;
    case "pre":
      return (
        <Boundary as="line" loading={<pre><code>{node.text}</code></pre>}>
          <CodeBlock text={node.text} language={node.language} />
        </Boundary>
      );
    case "br":
      return <br />;
  }
}

/** Links and mentions in a text that is nothing but text. */
function drawText(text: string, { mentions, audience, me, isInLink = false }: Context): ReactNode {
  if (isInLink) return text;
  return parts(text).map((part, index) => {
    if ("href" in part) {
      return (
        <Link key={index} href={part.href}>
          {part.text}
        </Link>
      );
    }
    if ("mention" in part && part.mention === audience) {
      return <span key={index} className={mentions.includes(me) ? "mention me" : "mention"}>{part.text}</span>;
    }
    if ("mention" in part && mentions.includes(part.mention)) {
      return (
        <button key={index} type="button" className={part.mention === me ? "mention me" : "mention"} title={part.text} onClick={() => profile.set(part.mention)}>
          @{nameOf(part.mention)}
        </button>
      );
    }
    return <Fragment key={index}>{part.text}</Fragment>;
  });
}

/** Where a link with a name of its own leads is said when it is pointed at. */
function Link({ href, isNamed = false, children }: { href: string; isNamed?: boolean; children: ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow" dir="auto" title={isNamed ? href : undefined}>
      {children}
    </a>
  );
}
