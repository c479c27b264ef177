import { isOwnType } from "../protocol/index.ts";
import { call } from "../report.ts";

type Handler = (data: never) => void;

/** Who wants to hear of an app's events, by type. */
export class OwnHandlers {
  readonly #handlers = new Map<string, Set<Handler>>();

  on(type: string, handler: Handler): () => void {
    checkOwn(type);
    const handlers = this.#handlers.get(type) ?? new Set();
    this.#handlers.set(type, handlers);
    handlers.add(handler);
    return () => handlers.delete(handler);
  }

  handOn({ type, data }: { readonly type: string; readonly data: unknown }): void {
    for (const handler of [...(this.#handlers.get(type) ?? [])]) call(handler, data as never);
  }
}

export function checkOwn(type: string): void {
  if (!isOwnType(type)) throw new TypeError(`"${type}" begins with a prefix of the server's own types`);
}
