import type { TokenProvider } from "../connection/connection.ts";
import type { Attachment } from "../protocol/index.ts";
import { browserUpload, type UploadTransport } from "./transport.ts";

/** How a file is uploaded. */
export interface UploadOptions {
  /** Bytes that are on their way or there, of `file.size`. */
  readonly onProgress?: (sent: number) => void;
  /** Aborted, nothing of the file stays on the server. */
  readonly signal?: AbortSignal;
}

/** Why a file was not taken or not given: the HTTP status (0: the server was not reached), and words that can be shown. */
export class FileError extends Error {
  override readonly name = "FileError";
  readonly status: number;
  /** Whether the same may work a little later. */
  readonly isTemporary: boolean;

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.isTemporary = status === 0 || status === 429 || status >= 500;
  }
}

/** What files are fetched and uploaded with. */
export interface FilesOptions {
  /** The origin of the HTTP interface, without a slash at its end. */
  readonly url: string;
  readonly token: TokenProvider;
  /** The largest file that the server takes, once it has said so. */
  readonly maxBytes: () => number | undefined;
  readonly upload?: UploadTransport;
  readonly fetch?: typeof fetch;
}

/** Files of rooms over HTTP, with the token of the socket in a header: it never stands in an address. */
export class Files {
  readonly #options: FilesOptions;

  constructor(options: FilesOptions) {
    this.#options = options;
  }

  /** Uploads a file to a room; what comes back is sent with a message. Rejects with `FileError`, or an `AbortError`. */
  async upload(room: string, file: File, { onProgress, signal }: UploadOptions = {}): Promise<Attachment> {
    const maximum = this.#options.maxBytes();
    if (maximum !== undefined && file.size > maximum) throw new FileError(413, `A file may have ${Math.floor(maximum / 1_048_576)} MB at most.`);
    if (file.size === 0) throw new FileError(400, "The file is empty.");
    const send = this.#options.upload ?? browserUpload;
    const url = `${this.#options.url}/api/v1/rooms/${encodeURIComponent(room)}/files?name=${encodeURIComponent(file.name)}`;
    const answer = await this.#withToken((token) =>
      send({ url, token, file, ...(onProgress && { onProgress }), ...(signal && { signal }) }),
    );
    if (answer.status !== 201) throw new FileError(answer.status, wordsOf(answer.status, answer.body));
    return JSON.parse(answer.body) as Attachment;
  }

  /** The bytes of a file. */
  async download(file: Pick<Attachment, "id">, signal?: AbortSignal): Promise<Blob> {
    const request = this.#options.fetch ?? fetch;
    const url = `${this.#options.url}/api/v1/files/${encodeURIComponent(file.id)}`;
    let response: Response;
    try {
      response = await this.#withToken((token) =>
        request(url, { headers: { authorization: `Bearer ${token}` }, ...(signal && { signal }) }),
      );
    } catch (error) {
      if (error instanceof FileError || signal?.aborted === true) throw error;
      throw new FileError(0, "The server can't be reached.");
    }
    if (!response.ok) throw new FileError(response.status, wordsOf(response.status, await response.text()));
    return response.blob();
  }

  /** Once more with a fresh token where the server doesn't know the first one any more. */
  async #withToken<T extends { readonly status: number }>(action: (token: string) => Promise<T>): Promise<T> {
    const answer = await action(await this.#token("reconnect"));
    return answer.status === 401 ? action(await this.#token("rejected")) : answer;
  }

  async #token(reason: "reconnect" | "rejected"): Promise<string> {
    const token = await this.#options.token(reason);
    if (token === null) throw new FileError(401, "You are not signed in any more.");
    return token;
  }
}

/** What the server said (problem+json), or something for what stands between. */
function wordsOf(status: number, body: string): string {
  try {
    const { detail } = JSON.parse(body) as { detail?: unknown };
    if (typeof detail === "string" && detail !== "") return detail;
  } catch {
    // An answer of a proxy.
  }
  return status === 413 ? "The file is too large." : `The server refused (${status}).`;
}
