const plain = /^[A-Za-z0-9_.:@-]{1,64}$/;
const escaped = "esc:";

/** The user id that the server makes of a token's subject: what a user id can't carry (`auth0|64f…`, `a+b@example.org`) is escaped. */
export function userIdOf(subject: string): string {
  if (plain.test(subject) && !subject.startsWith(escaped)) return subject;
  const bytes = [...new TextEncoder().encode(subject)];
  return (
    escaped +
    bytes
      .map((byte) => {
        const char = String.fromCharCode(byte);
        return /[A-Za-z0-9_.@-]/.test(char) ? char : `:${byte.toString(16).toUpperCase().padStart(2, "0")}`;
      })
      .join("")
  );
}
