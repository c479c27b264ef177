import { Listeners } from "../listeners.ts";
import { isOwnType } from "../protocol/index.ts";

/** Who wants to hear of an app's events, by type. */
export class OwnHandlers {
  readonly #handlers = new Map<string, Listeners<[data: unknown]>>();

  on(type: string, handler: (data: never) => void): () => void {
    checkOwn(type);
    const handlers = this.#handlers.get(type) ?? new Listeners();
    this.#handlers.set(type, handlers);
    const stop = handlers.add(handler as (data: unknown) => void);
    return () => {
      stop();
      if (handlers.isEmpty && this.#handlers.get(type) === handlers) this.#handlers.delete(type);
    };
  }

  handOn({ type, data }: { readonly type: string; readonly data: unknown }): void {
    this.#handlers.get(type)?.tell(data);
  }
}

export function checkOwn(type: string): void {
  if (!isOwnType(type)) throw new TypeError(`"${type}" begins with a prefix of the server's own types`);
}
