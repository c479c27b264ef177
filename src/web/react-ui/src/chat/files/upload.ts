import type { Attachment, Client, UploadOptions } from "@akkarealtime/client";
import { rememberFile } from "./files.ts";

/** Puts a file on the server; its picture is shown from here, and not fetched again. */
export async function upload(client: Client, room: string, file: File, options: UploadOptions): Promise<Attachment> {
  const attachment = await client.files.upload(room, file, options);
  rememberFile(client, attachment, file);
  return attachment;
}
