import { useClient, useReadable } from "@akkarealtime/react";
import { useEffect, useRef, useState, type ClipboardEvent, type DragEvent } from "react";
import { t } from "../../i18n/t.ts";
import { toast } from "../../notifications/toasts.ts";
import { mostFiles, trayOf, type Upload, type UploadTray } from "./upload-tray.ts";

export interface Uploads {
  readonly tray: UploadTray;
  readonly items: readonly Upload[];
  readonly isHeld: boolean;
  readonly add: (files: Iterable<File>) => void;
  readonly onPaste: (event: ClipboardEvent) => void;
  /** True where the message has to wait for its files, and says so. */
  readonly hold: () => boolean;
}

/** The files of a message that is being written. */
export function useUploads(room: string, thread: string | undefined): Uploads {
  const client = useClient();
  const tray = trayOf(client, room, thread);
  const items = useReadable(tray.items);
  const isHeld = useReadable(tray.isHeld);
  const add = (files: Iterable<File>) => addTo(tray, files);
  return {
    tray,
    items,
    isHeld,
    add,
    onPaste: (event) => {
      const files = filesOfPaste(event, client.serverNow());
      if (files.length === 0) return;
      event.preventDefault();
      add(files);
    },
    hold: () => {
      const reason = tray.hold();
      if (reason === "failure") toast(t("files.notUploaded"));
      return reason !== "nothing";
    },
  };
}

/** Sends what was held as soon as its files are there. */
export function useHeldSend({ tray }: Uploads, send: (() => void) | null): void {
  useEffect(() => (send === null ? undefined : tray.onReady(send)));
}

function addTo(tray: UploadTray, files: Iterable<File>): void {
  if (tray.add(files) > 0) toast(t("files.tooMany", { count: mostFiles }));
}

/** Programs put a picture of a text beside the text: then the text is meant. */
function filesOfPaste({ clipboardData }: ClipboardEvent, now: number): File[] {
  if (clipboardData.types.includes("text/plain")) return [];
  return [...clipboardData.files].map((file) => {
    if (file.name !== "image.png") return file;
    const at = new Date(now).toISOString().slice(0, 19).replace("T", " ").replaceAll(":", ".");
    return new File([file], t("files.pasted", { time: at }), { type: file.type });
  });
}

/** Lets files be dropped onto a room. */
export function useDrop(room: string): { isOver: boolean; handlers: Record<string, (event: DragEvent) => void> } {
  const client = useClient();
  const [isOver, setOver] = useState(false);
  // Entering a child leaves its parent: only the last leave is one.
  const depth = useRef(0);
  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");
  const end = () => {
    depth.current = 0;
    setOver(false);
  };
  return {
    isOver,
    handlers: {
      onDragEnter: (event) => {
        if (!hasFiles(event)) return;
        depth.current++;
        setOver(true);
      },
      onDragLeave: (event) => {
        if (hasFiles(event) && --depth.current <= 0) end();
      },
      onDragOver: (event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
      },
      onDrop: (event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        end();
        addTo(trayOf(client, room), event.dataTransfer.files);
      },
    },
  };
}
