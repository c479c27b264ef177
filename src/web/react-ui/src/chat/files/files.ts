import type { Attachment, Client } from "@akkarealtime/client";
import { forgetWith } from "../../forget.ts";
import { isPicture } from "./places.ts";

export type MediaKind = "audio" | "video";

/** What the server has looked into as well; whether this browser plays it, it says itself. */
const media: ReadonlySet<string> = new Set(["audio/mpeg", "audio/ogg", "audio/mp4", "audio/webm", "audio/wav", "video/mp4", "video/webm"]);

/** Whether it is sound or a film that can be played in its place; null where it can only be saved. */
export function mediaKindOf(type: string): MediaKind | null {
  if (!media.has(type)) return null;
  const kind = type.startsWith("audio/") ? "audio" : "video";
  return document.createElement(kind).canPlayType(type) === "" ? null : kind;
}

/** Whether this browser shows it by itself. */
export function isDocument(type: string): boolean {
  return type === "application/pdf" && navigator.pdfViewerEnabled;
}

export function formatSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1_000, "KB"] : bytes < 1_000_000_000 ? [bytes / 1_000_000, "MB"] : [bytes / 1_000_000_000, "GB"];
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** "PDF", "TXT": what people call the kind of a file. */
export function kindOf({ name, type }: Pick<Attachment, "name" | "type">): string {
  const extension = /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1];
  return (extension ?? type.split("/")[1]?.split(/[.+-]/).at(-1) ?? "file").toUpperCase();
}

/** More than stand on a screen at once; each is as large as its file. */
const keptPictures = 40;
const addresses = new Map<string, Promise<string>>();
forgetWith(() => {
  for (const address of addresses.values()) void address.then((url) => URL.revokeObjectURL(url)).catch(() => undefined);
  addresses.clear();
});

/** A blob address of a picture: fetched with the token, which so never stands in an address. The last ones are kept. */
export function addressOf(client: Client, file: Attachment): Promise<string> {
  const key = `${client.user} ${file.id}`;
  const known = addresses.get(key);
  if (known) {
    addresses.delete(key);
    addresses.set(key, known);
    return known;
  }
  const made = client.files.download(file).then((blob) => URL.createObjectURL(blob));
  keep(key, made);
  made.catch(() => addresses.delete(key));
  return made;
}

/** What was just uploaded from here need not be fetched. */
export function rememberFile(client: Client, file: Attachment, blob: Blob): void {
  if (isPicture(file.type)) keep(`${client.user} ${file.id}`, Promise.resolve(URL.createObjectURL(blob)));
}

function keep(key: string, address: Promise<string>): void {
  addresses.set(key, address);
  for (const [oldest, old] of addresses) {
    if (addresses.size <= keptPictures) break;
    addresses.delete(oldest);
    // What is on the page is decoded already; what comes into view again asks again.
    void old.then((url) => URL.revokeObjectURL(url)).catch(() => undefined);
  }
}

/** Saves a file as the browser saves downloads. */
export async function saveFile(client: Client, file: Attachment): Promise<void> {
  const url = URL.createObjectURL(await client.files.download(file));
  const link = document.createElement("a");
  link.href = url;
  link.download = file.name;
  link.click();
  // The download has its own hold on the bytes once it began, which the click does behind this task.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
