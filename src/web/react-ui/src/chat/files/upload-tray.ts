import { FileError, newId, Store, type Attachment, type Client, type Readable } from "@akkarealtime/client";
import { t } from "../../i18n/t.ts";
import { parts } from "../../parts.ts";

export type UploadState = "waiting" | "uploading" | "done" | "failed";

export interface Upload {
  readonly key: string;
  readonly file: File;
  readonly state: UploadState;
  readonly sent: number;
  /** In words. */
  readonly error?: string;
  /** The same file may go through another time. */
  readonly canRetry?: boolean;
  readonly attachment?: Attachment;
}

const atOnce = 3;
/** As the server has it (docs/chat.md). */
export const mostFiles = 20;

/** The files chosen for one message that is not sent yet. Lives as long as the page, so that another room may be looked at meanwhile. */
export class UploadTray {
  readonly #client: Client;
  readonly #room: string;
  readonly #items = new Store<readonly Upload[]>([]);
  readonly #held = new Store(false);
  readonly #controls = new Map<string, AbortController>();
  #send: (() => void) | null = null;

  constructor(client: Client, room: string) {
    this.#client = client;
    this.#room = room;
  }

  get items(): Readable<readonly Upload[]> {
    return this.#items;
  }

  /** Enter was pressed before everything was there. */
  get isHeld(): Readable<boolean> {
    return this.#held;
  }

  /** Who sends the message when its files are there; the last one who said so. */
  onReady(send: () => void): () => void {
    this.#send = send;
    return () => {
      if (this.#send === send) this.#send = null;
    };
  }

  /** What stands in the way of sending now; where it is time, the message goes by itself. */
  hold(): "nothing" | "time" | "failure" {
    if (this.#isBusy) this.#held.set(true);
    return this.#isBusy ? "time" : this.#hasFailed ? "failure" : "nothing";
  }

  /** Takes files in and begins; how many there was no room for. */
  add(files: Iterable<File>): number {
    const all = [...files];
    const taken = all.slice(0, Math.max(0, mostFiles - this.#items.get().length));
    this.#items.update((items) => [...items, ...taken.map((file): Upload => ({ key: newId(), file, state: "waiting", sent: 0 }))]);
    this.#next();
    return all.length - taken.length;
  }

  /** Cancels it where it is under way; what is on the server already goes by itself. */
  remove(key: string): void {
    this.#controls.get(key)?.abort();
    this.#controls.delete(key);
    this.#items.update((items) => items.filter((item) => item.key !== key));
    this.#next();
    this.#settle();
  }

  retry(key: string): void {
    this.#change(key, (item) => (item.state === "failed" ? { key: item.key, file: item.file, state: "waiting", sent: 0 } : item));
    this.#next();
  }

  get isEmpty(): boolean {
    return this.#items.get().length === 0;
  }

  /** What is uploaded, for a message. */
  get ready(): readonly Attachment[] {
    return this.#items.get().flatMap((item) => item.attachment ?? []);
  }

  /** The message has taken them over. */
  clear(): void {
    this.#items.set([]);
  }

  #next(): void {
    const items = this.#items.get();
    const free = atOnce - items.filter((item) => item.state === "uploading").length;
    for (const item of items.filter(({ state }) => state === "waiting").slice(0, Math.max(0, free))) void this.#upload(item);
  }

  async #upload({ key, file }: Upload): Promise<void> {
    const control = new AbortController();
    this.#controls.set(key, control);
    this.#change(key, (item) => ({ ...item, state: "uploading" }));
    try {
      const { upload } = await parts();
      const attachment = await upload(this.#client, this.#room, file, {
        onProgress: (sent) => this.#change(key, (item) => ({ ...item, sent: Math.min(sent, file.size) })),
        signal: control.signal,
      });
      this.#change(key, (item) => ({ ...item, state: "done", sent: file.size, attachment }));
    } catch (error) {
      if (!control.signal.aborted) {
        const words = error instanceof FileError ? error.message : t("files.failed");
        this.#change(key, (item) => ({ ...item, state: "failed", error: words, canRetry: !(error instanceof FileError) || error.isTemporary || error.status === 401 }));
      }
    } finally {
      this.#controls.delete(key);
      this.#next();
      this.#settle();
    }
  }

  get #isBusy(): boolean {
    return this.#items.get().some(({ state }) => state === "waiting" || state === "uploading");
  }

  get #hasFailed(): boolean {
    return this.#items.get().some(({ state }) => state === "failed");
  }

  #settle(): void {
    if (!this.#held.get() || this.#isBusy) return;
    this.#held.set(false);
    if (!this.#hasFailed) this.#send?.();
  }

  #change(key: string, change: (item: Upload) => Upload): void {
    this.#items.update((items) => items.map((item) => (item.key === key ? change(item) : item)));
  }
}

const trays = new WeakMap<Client, Map<string, UploadTray>>();

/** The tray of a room's composer, or of a thread's. */
export function trayOf(client: Client, room: string, thread = ""): UploadTray {
  const mine = trays.get(client) ?? new Map<string, UploadTray>();
  trays.set(client, mine);
  const key = `${room} ${thread}`;
  const tray = mine.get(key) ?? new UploadTray(client, room);
  mine.set(key, tray);
  return tray;
}
