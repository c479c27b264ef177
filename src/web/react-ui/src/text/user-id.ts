/** The id that a typed name stands for: what the development sign-in makes of it. */
export function userIdOf(typed: string): string {
  const text = typed.trim().replace(/^@/, "");
  if (/^[A-Za-z0-9_.:@-]{1,64}$/.test(text) && text === text.toLowerCase()) return text;
  return slug(text);
}

function slug(name: string): string {
  const plain = name.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 64);
}
