import { FileError } from "./files.ts";

/** One upload, as it is handed to who carries it. */
export interface UploadRequest {
  readonly url: string;
  readonly token: string;
  readonly file: File;
  readonly onProgress?: (sent: number) => void;
  readonly signal?: AbortSignal;
}

/** How an upload was answered. */
export interface UploadAnswer {
  readonly status: number;
  readonly body: string;
}

/** Carries an upload to the server. */
export type UploadTransport = (request: UploadRequest) => Promise<UploadAnswer>;

/** Where there is no XMLHttpRequest (service workers, Node, Bun, Deno): how much is sent is told at the end alone. */
export const fetchUpload: UploadTransport = async ({ url, token, file, onProgress, signal }) => {
  const headers = { authorization: `Bearer ${token}`, "content-type": file.type || "application/octet-stream" };
  let response: Response;
  try {
    response = await fetch(url, { method: "POST", headers, body: file, ...(signal && { signal }) });
  } catch (error) {
    if (signal?.aborted === true) throw aborted();
    throw new FileError(0, "The connection broke off.", { cause: error });
  }
  onProgress?.(file.size);
  return { status: response.status, body: await response.text() };
};

/** XMLHttpRequest, the one way that every browser tells how much of a body is sent; fetch where there is none. */
export const browserUpload: UploadTransport = (request) => (typeof XMLHttpRequest === "undefined" ? fetchUpload(request) : upload(request));

const upload: UploadTransport = ({ url, token, file, onProgress, signal }) =>
  new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(aborted());
      return;
    }
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    const end = (action: () => void) => () => {
      signal?.removeEventListener("abort", abort);
      action();
    };
    request.open("POST", url);
    request.setRequestHeader("authorization", `Bearer ${token}`);
    request.setRequestHeader("content-type", file.type || "application/octet-stream");
    request.upload.onprogress = (event) => onProgress?.(event.loaded);
    request.onload = end(() => resolve({ status: request.status, body: request.responseText }));
    request.onerror = end(() => reject(new FileError(0, "The connection broke off.")));
    request.onabort = end(() => reject(aborted()));
    signal?.addEventListener("abort", abort);
    request.send(file);
  });

function aborted(): DOMException {
  return new DOMException("The upload was cancelled.", "AbortError");
}
