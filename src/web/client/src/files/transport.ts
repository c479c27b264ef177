import { FileError } from "./files.ts";

export interface UploadRequest {
  readonly url: string;
  readonly token: string;
  readonly file: File;
  readonly onProgress?: (sent: number) => void;
  readonly signal?: AbortSignal;
}

export interface UploadAnswer {
  readonly status: number;
  readonly body: string;
}

export type UploadTransport = (request: UploadRequest) => Promise<UploadAnswer>;

/** XMLHttpRequest: the one way that every browser tells how much of a body is sent. */
export const browserUpload: UploadTransport = ({ url, token, file, onProgress, signal }) =>
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
