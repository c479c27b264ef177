import type { Attachment } from "@akkarealtime/client";

/** Pictures that every browser shows and the server has looked into. */
const pictures: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"]);

export function isPicture(type: string): boolean {
  return pictures.has(type);
}

/** The largest place that a picture gets in the timeline, in CSS pixels; and the one of a picture whose size nobody knows. */
const most = { width: 360, height: 300 };
const unknown = { width: 280, height: 210 };

/** The picture's own shape, made to fit: what is known before it is there does not move when it comes. */
export function placeOf({ width, height }: Attachment): { width: number; height: number } {
  if (width === undefined || height === undefined) return unknown;
  const scale = Math.min(1, most.width / width, most.height / height);
  return { width: Math.max(40, Math.round(width * scale)), height: Math.max(40, Math.round(height * scale)) };
}

const rowHeight = 58;

/** What one preview of a link takes, with the space above it. */
export const previewHeight = 88;

/** About what the files of a message take. */
export function heightOf(files: readonly Attachment[]): number {
  return files.reduce((height, file) => height + (isPicture(file.type) ? placeOf(file).height : rowHeight) + 6, 0);
}
