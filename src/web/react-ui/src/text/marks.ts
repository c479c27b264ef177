/** The marks that the page draws as formatting, where they stand as such; what only looks like one stays. */
export function withoutMarks(text: string): string {
  return text
    .replace(/^\s{0,3}(?:```|~~~)\S*\s*$/gm, "")
    .replace(/^\s{0,3}(?:>\s?)+/gm, "")
    .replace(/\[([^\]\n]{1,500})\]\((?:https?:|mailto:)[^\s)]{1,1000}\)/g, "$1")
    .replace(/(\*\*|__|~~)(?=\S)([^\n]{1,500}?\S)\1/g, "$2")
    .replace(/(?<![\w*\\])([*_])(?=[^\s*_])([^\n*_]{0,500}?[^\s*_])\1(?![\w*])/g, "$2")
    .replace(/`([^`\n]{1,500})`/g, "$1")
    .replace(/\\([\\`*_~[\]()>#+.!-])/g, "$1");
}
