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
  if (typeof value !== "object" || value === null || !("type" in value) || typeof value.type !== "string") return undefined;
  const data = "data" in value ? value.data : {};
  if (typeof data !== "object" || data === null || Array.isArray(data)) return undefined;
  return { type: value.type, data: data as Record<string, unknown> };
}
