/** A message as it is on the wire. */
export interface Envelope {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Reads one frame; undefined when it is no envelope (protocol §1). */
export function decode(frame: unknown): Envelope | undefined {
  if (typeof frame !== "string") return undefined;
  let value: unknown;
  try {
    value = JSON.parse(frame);
  } catch {
    return undefined;
  }
  const { type, data = {} } = (value ?? {}) as { readonly type?: unknown; readonly data?: unknown };
  if (typeof type !== "string" || typeof data !== "object" || data === null || Array.isArray(data)) return undefined;
  return { type, data: data as Record<string, unknown> };
}
