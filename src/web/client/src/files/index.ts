/**
 * Files, as a part of a client or alone.
 * @module @akkarealtime/client/files
 */

import { begin, Core, type CoreOptions, type Made, type NoParts, type PartMakers } from "../core.ts";
import { Files } from "./files.ts";
import type { UploadTransport } from "./transport.ts";

export { FileError, Files, type FilesOptions, type UploadOptions } from "./files.ts";
export { browserUpload, fetchUpload, type UploadAnswer, type UploadRequest, type UploadTransport } from "./transport.ts";
export type { CoreOptions } from "../core.ts";

/** A part of a client: files of rooms. */
export function files({ connection, http, token }: Core, upload?: UploadTransport): Files {
  return new Files({
    url: http,
    token,
    maxBytes: () => connection.snapshot.get().session?.limits.maxFileBytes,
    ...(upload && { upload }),
  });
}

/** Files alone, and whatever else is named in `parts`. */
export function connect<Makers extends PartMakers<Core & { readonly files: Files }> = NoParts>(
  options: CoreOptions & { readonly upload?: UploadTransport; readonly parts?: Makers },
): Core & { readonly files: Files } & Made<Makers> {
  const client = new Core(options);
  return begin(Object.assign(client, { files: files(client, options.upload) }), options.parts);
}
