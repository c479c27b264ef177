import type { Call } from "../protocol/index.ts";
import type { Store } from "../store.ts";
import type { CallsState } from "./calls-state.ts";

/** Calls that go on without this page: on another device of mine, or of a room of mine. */
export class CallsElsewhere {
  readonly #state: Store<CallsState>;
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

  /** As it stands now, in its old place. */
  update(call: Call): void {
    const isKnown = this.all.some(({ id }) => id === call.id);
    this.replace(isKnown ? this.all.map((one) => (one.id === call.id ? call : one)) : [...this.all, call]);
  }

  /** Another device, or another tab of this one, has it now. */
  taken(call: Call): void {
    this.replace([...this.all.filter(({ id }) => id !== call.id), { ...call, state: "active" }]);
  }

  /** I left it, or did not take it: a group's call may be joined later. */
  goesOn(call: Call | undefined): void {
    if (!call || !this.#isGroup(call.room)) return;
    if (!this.all.some(({ id }) => id === call.id)) this.replace([...this.all, { ...call, state: "active" }]);
  }

  forget(callId: string): void {
    const left = this.all.filter(({ id }) => id !== callId);
    if (left.length < this.all.length) this.replace(left);
  }
}
