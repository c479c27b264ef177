import type * as Code from "../media-code.ts";

/** The links of a call, and what watches them. */
export type MediaCode = typeof Code;

/** Code that may still have to be fetched. */
export interface LateCode {
  /** null: not there yet. */
  now(): MediaCode | null;
  /** Rejects where it can't be had; asked again, it tries again. */
  load(): Promise<MediaCode>;
}

let code: MediaCode | null = null;
let loading: Promise<MediaCode> | null = null;

/** By `import()`, which a bundler makes a file of its own. */
export const importedCode: LateCode = {
  now: () => code,
  load: () =>
    (loading ??= import("../media-code.ts").then(
      (loaded) => (code = loaded),
      (error: unknown) => {
        loading = null;
        throw error;
      },
    )),
};
