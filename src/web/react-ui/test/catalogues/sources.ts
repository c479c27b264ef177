import ts from "typescript";
import type { Catalogue } from "../../messages.ts";

/** Where the page names a text. */
export interface Use {
  readonly file: string;
  readonly key: string;
  /** What it is asked with; null where it is only named, to be asked elsewhere. */
  readonly values: readonly string[] | null;
  /** As the file is read, and not in a function. */
  readonly isEarly: boolean;
}

function parsed(file: string, code: string): ts.SourceFile {
  return ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true, file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
}

function walk(node: ts.Node, visit: (node: ts.Node) => boolean): void {
  if (visit(node)) ts.forEachChild(node, (child) => walk(child, visit));
}

export function usesOf(file: string, code: string, known: Catalogue): readonly Use[] {
  const uses: Use[] = [];
  walk(parsed(file, code), (node) => {
    if (ts.isStringLiteral(node) && Object.hasOwn(known, node.text)) uses.push({ file, key: node.text, ...asked(node) });
    return true;
  });
  return uses;
}

function asked(node: ts.StringLiteral): Pick<Use, "values" | "isEarly"> {
  // t(isIt ? "one" : "other", { … })
  let at: ts.Node = node;
  while (ts.isConditionalExpression(at.parent) && at.parent.condition !== at) at = at.parent;
  const call = at.parent;
  if (!ts.isCallExpression(call) || !ts.isIdentifier(call.expression) || call.expression.text !== "t" || call.arguments[0] !== at) return { values: null, isEarly: false };
  const values = call.arguments[1];
  const names = values && ts.isObjectLiteralExpression(values) ? values.properties.map((property) => property.name?.getText() ?? "") : [];
  let isEarly = true;
  for (let parent: ts.Node = call; !ts.isSourceFile(parent); parent = parent.parent) if (ts.isFunctionLike(parent)) isEarly = false;
  return { values: names, isEarly };
}

const forPeople = /^(?:aria-(?:label|description|roledescription|placeholder|valuetext)|title|label|placeholder|alt|subtitle|closeLabel|confirm|hint)$/;
const letters = /\p{L}/u;
/** Two words and more, or one with a capital and a full stop: what stands in the code for people, as far as that can be told. */
const sentence = /^\p{Lu}[\p{L}’'-]*[ ,.…!?:](?!.*[=>{}[\]<|;])|\p{L}[’…]|^\p{Ll}+ \p{Ll}+ \p{Ll}+$/u;
/** What is the same in every language, or no word at all. */
const noText: ReadonlySet<string> = new Set(["AkkaRealtime", "`Bearer ${token}`"]);

/** What people would read, and isn't in a catalogue. */
export function textsOutside(file: string, code: string): readonly string[] {
  const found: string[] = [];
  const tell = (text: string) => {
    if (!noText.has(text.trim())) found.push(`${file}: ${text.trim()}`);
  };
  walk(parsed(file, code), (node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return false;
    if (ts.isJsxText(node) && letters.test(node.text)) tell(node.text);
    if (ts.isJsxAttribute(node)) {
      const name = node.name.getText();
      if (name === "className" || name === "d") return false;
      if (forPeople.test(name) && node.initializer) walk(node.initializer, (inner) => (tellWords(inner, tell), !ts.isCallExpression(inner)));
    }
    if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent) && node.expression) for (const text of shown(node.expression)) if (letters.test(text)) tell(text);
    if (ts.isStringLiteralLike(node) && sentence.test(node.text) && !isCode(node)) tell(node.text);
    // `${count} ${count === 1 ? "member" : "members"}`
    if (ts.isConditionalExpression(node) && ts.isTemplateSpan(node.parent) && node.parent.parent.getText().includes("} ")) for (const text of shown(node)) if (/\p{L}{2}/u.test(text) && !isCode(node.parent.parent)) tell(text);
    if (ts.isTemplateExpression(node) && !isCode(node)) {
      const words = [node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text);
      if (words.some((text) => /\p{L}{2,} |[ ’]\p{L}{2,}/u.test(text)) && !words.some((text) => /[=<>[\]#;/]|--|^px/.test(text))) tell(node.getText());
    }
    return true;
  });
  return [...new Set(found)];
}

function tellWords(node: ts.Node, tell: (text: string) => void): void {
  if (ts.isStringLiteralLike(node) && letters.test(node.text) && !isCode(node)) tell(node.text);
}

/** The texts that an expression between tags can come to. */
function shown(node: ts.Expression): readonly string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isParenthesizedExpression(node)) return shown(node.expression);
  if (ts.isConditionalExpression(node)) return [...shown(node.whenTrue), ...shown(node.whenFalse)];
  if (ts.isBinaryExpression(node) && [ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken].includes(node.operatorToken.kind)) return shown(node.right);
  return [];
}

/** What is compared with, thrown at developers, or asked of the page's own elements. */
function isCode(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent) && [ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken].includes(parent.operatorToken.kind)) return true;
  if (ts.isCaseClause(parent) || ts.isElementAccessExpression(parent) || ts.isTypeNode(parent) || ts.isPropertyAssignment(parent) && parent.name === node) return true;
  if (ts.isNewExpression(parent) && parent.expression.getText() === "Error") return true;
  const attribute = ts.isJsxExpression(parent) ? parent.parent : parent;
  if (ts.isJsxAttribute(attribute)) return !forPeople.test(attribute.name.getText());
  return ts.isCallExpression(parent) && /\b(?:querySelector(?:All)?|closest|matches|matchMedia|request|getItem|setItem|removeItem|get|has|set|test|t)$/.test(parent.expression.getText());
}
