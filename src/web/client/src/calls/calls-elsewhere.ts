import type { Call } from "../protocol/index.ts";
import type { Store } from "../store.ts";
import type { CallsState } from "./calls-state.ts";

const mostEnded = 200;

/** Calls that go on without this page: on another device of mine, or of a room of mine. */
export class CallsElsewhere {
  readonly #state: Store<CallsState>;
  /** The last calls that ended: whatever is still on its way, they don't come back. */
  readonly #ended = new Set<string>();
  /** Calls that were told of since the list was asked for, which may be older. */
  #told = new Set<string>();
  readonly #isGroup: (room: string) => boolean;

  constructor(state: Store<CallsState>, isGroup: (room: string) => boolean) {
    this.#state = state;
    this.#isGroup = isGroup;
  }

  get all(): readonly Call[] {
    return this.#state.get().elsewhere;
  }

  replace(elsewhere: readonly Call[]): void {
    this.#state.update((before) => ({ ...before, elsewhere }));
  }

  /** A list is asked for; what is returned takes out of the answer what was told of since. */
  asking(): (calls: readonly Call[]) => readonly Call[] {
    const told = new Set<string>();
    this.#told = told;
    return (calls) => calls.filter(({ id }) => !told.has(id));
  }

  /** It is over for everybody. */
  end(callId: string): void {
    this.#ended.add(callId);
    const [oldest] = this.#ended;
    if (oldest !== undefined && this.#ended.size > mostEnded) this.#ended.delete(oldest);
    this.forget(callId);
  }

  hasEnded(callId: string): boolean {
    return this.#ended.has(callId);
  }

  /** As it stands now, in its old place. */
  update(call: Call): void {
    if (this.#ended.has(call.id)) return;
    const isKnown = this.all.some(({ id }) => id === call.id);
    this.replace(isKnown ? this.all.map((one) => (one.id === call.id ? call : one)) : [...this.all, call]);
  }

  /** Another device, or another tab of this one, has it now. */
  taken(call: Call): void {
    if (this.#ended.has(call.id)) return;
    // What was told of it since it rang is newer.
    const known = this.all.find(({ id }) => id === call.id) ?? call;
    this.told(call.id);
    this.replace([...this.all.filter(({ id }) => id !== call.id), { ...known, state: "active" }]);
  }

  /** I left it, or did not take it: a group's call may be joined later. */
  goesOn(call: Call | undefined): void {
    if (!call || this.#ended.has(call.id) || !this.#isGroup(call.room)) return;
    if (!this.all.some(({ id }) => id === call.id)) this.replace([...this.all, { ...call, state: "active" }]);
  }

  /** Something was told of it: a list that is on its way is older. */
  told(callId: string): void {
    this.#told.add(callId);
  }

  forget(callId: string): void {
    this.told(callId);
    const left = this.all.filter(({ id }) => id !== callId);
    if (left.length < this.all.length) this.replace(left);
  }
}
