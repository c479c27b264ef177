import type { Call } from "../../protocol/index.ts";
import type { Store } from "../../store.ts";
import type { CallsState, IncomingCall } from "../calls-state.ts";

/** The server ends the ringing; this is for the case that its word is lost. */
const graceMs = 3_000;

/** What rings here, each call until it is taken, ended, or its time is over. */
export class IncomingCalls {
  readonly #state: Store<CallsState>;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #now: () => number;

  /** `now`: the server's clock. */
  constructor(state: Store<CallsState>, now: () => number) {
    this.#state = state;
    this.#now = now;
  }

  get all(): readonly IncomingCall[] {
    return this.#state.get().incoming;
  }

  find(callId: string): Call | undefined {
    return this.all.find(({ call }) => call.id === callId)?.call;
  }

  ring(call: Call, from: string, expiresAt: string | null): void {
    const until = expiresAt === null ? null : Date.parse(expiresAt);
    const others = this.all.filter((other) => other.call.id !== call.id);
    this.#set([...others, { call, from, expiresAt: until }]);
    clearTimeout(this.#timers.get(call.id));
    if (until === null) return;
    const leftMs = Math.max(0, until - this.#now()) + graceMs;
    this.#timers.set(call.id, setTimeout(() => this.stop(call.id), leftMs));
  }

  /** As it stands now; whether it rings here is told otherwise. */
  update(call: Call): void {
    if (this.find(call.id)) this.#set(this.all.map((one) => (one.call.id === call.id ? { ...one, call } : one)));
  }

  /** It rings no more; the call, if it did. */
  stop(callId: string): Call | undefined {
    clearTimeout(this.#timers.get(callId));
    this.#timers.delete(callId);
    const found = this.find(callId);
    if (found) this.#set(this.all.filter(({ call }) => call.id !== callId));
    return found;
  }

  stopAll(): void {
    for (const { call } of this.all) this.stop(call.id);
  }

  #set(incoming: readonly IncomingCall[]): void {
    this.#state.update((before) => ({ ...before, incoming }));
  }
}
