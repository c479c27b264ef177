import type { Connection } from "../connection/connection.ts";
import { newId } from "../connection/environment.ts";
import { RequestError } from "../connection/requests.ts";
import type { Call, MediaKind, Requests } from "../protocol/index.ts";
import { Store, type Readable } from "../store.ts";
import { CallSession, type CallSessionState } from "./call-session.ts";
import { browserRtc, type Rtc } from "./rtc.ts";

export interface IncomingCall {
  readonly call: Call;
  /** The caller's user id. */
  readonly from: string;
  /** In this page's clock, milliseconds since 1970; null where only the server knows. */
  readonly expiresAt: number | null;
}

export interface CallsState {
  /** What rings here now. */
  readonly incoming: readonly IncomingCall[];
  /** The call that this page is in, and for a moment the one it was in. */
  readonly current: CallSessionState | null;
  /** Calls that hold me on another device or tab, or that I could join. */
  readonly elsewhere: readonly Call[];
}

export interface CallsOptions {
  readonly connection: Connection;
  readonly device: string;
  readonly me: () => string;
  readonly rtc?: Rtc;
}

/** How long the page shows that a call is over. */
const showEndMs = 4_000;
/** The server ends the ringing; this is for the case that its word is lost. */
const ringGraceMs = 3_000;
const rejoinMs = 2_000;

/** Everything about calls except their media: who rings, what this page is in, what goes on elsewhere. */
export class Calls {
  readonly #options: CallsOptions & { rtc: Rtc };
  readonly #state = new Store<CallsState>({ incoming: [], current: null, elsewhere: [] });
  readonly #ringTimers = new Map<string, ReturnType<typeof setTimeout>>();
  #session: CallSession | null = null;
  #unsubscribe: () => void = () => undefined;
  #endTimer: ReturnType<typeof setTimeout> | undefined;
  #clockOffsetMs = 0;

  constructor(options: CallsOptions) {
    this.#options = { rtc: browserRtc, ...options };
    const { connection } = options;
    connection.on("session.ready", ({ calls, serverTime }) => {
      this.#clockOffsetMs = Date.now() - Date.parse(serverTime);
      this.#replace(calls);
    });
    connection.onLost(() => this.#session?.interrupted());
    // The server keeps a place in a call for 30 s.
    connection.hurryWhile(() => this.#session !== null);
    connection.on("call.incoming", ({ call, from, expiresAt }) => this.#ring(call, from, expiresAt));
    connection.on("call.ringing", ({ callId }) => this.#mine(callId)?.ringing());
    connection.on("call.answered-elsewhere", ({ callId }) => this.#answeredElsewhere(callId));
    connection.on("call.missed", ({ callId }) => this.#stopRinging(callId));
    connection.on("call.participant-joined", ({ callId, ...participant }) => this.#mine(callId)?.participantJoined(participant));
    connection.on("call.participant-left", ({ callId, participant, reason }) => {
      this.#mine(callId)?.participantLeft(participant, reason);
    });
    connection.on("call.signal", (signal) => this.#mine(signal.callId)?.signal(signal));
    connection.on("call.media", ({ callId, participant, audio, video, screen }) => {
      this.#mine(callId)?.mediaChanged(participant, { audio, video, screen });
    });
    connection.on("call.ended", ({ callId, reason, durationMs }) => this.#ended(callId, reason, durationMs));
  }

  get state(): Readable<CallsState> {
    return this.#state;
  }

  get participant(): string {
    return `${this.#options.me()}/${this.#options.device}`;
  }

  /** The session this page is in, for its peer connections. */
  get session(): CallSession | null {
    return this.#session;
  }

  /** Rings the others of a room, or one user. Leaves the call that this page is in. */
  async start(target: { room: string } | { user: string }, media: MediaKind): Promise<void> {
    await this.#leaveCurrent();
    const session = this.#begin(media, "room" in target ? target.room : null);
    session.openMedia();
    await this.#attempt(session, async () => {
      const call = await this.#ask(session, { ...target, media, key: newId() });
      if (session.isOver) {
        await this.#options.connection.request("call.cancel", { callId: call.id });
        return;
      }
      session.started(call);
      this.#stopRinging(call.id);
      this.#change({ elsewhere: this.#state.get().elsewhere.filter(({ id }) => id !== call.id) });
    });
  }

  /** With another kind of media than was asked for, too: a video call may be answered by voice. */
  async accept(callId: string, media?: MediaKind): Promise<void> {
    const ringing = this.#state.get().incoming.find(({ call }) => call.id === callId);
    if (!ringing) return;
    this.#stopRinging(callId);
    await this.#enter(ringing.call, media ?? ringing.call.media, "call.accept");
  }

  /** An active call of a room of mine, or one that holds me elsewhere. */
  async join(callId: string, media?: MediaKind): Promise<void> {
    const call = this.#state.get().elsewhere.find(({ id }) => id === callId);
    if (call) await this.#enter(call, media ?? call.media, "call.join");
  }

  async decline(callId: string, reason?: string): Promise<void> {
    this.#stopRinging(callId);
    await this.#options.connection.request("call.decline", { callId, ...(reason && { reason }) }).catch(() => undefined);
  }

  /** Hangs up: cancels while it still rings, else leaves. */
  async hangUp(): Promise<void> {
    await this.#leaveCurrent();
  }

  setAudio(on: boolean): Promise<void> {
    return this.#session?.setAudio(on) ?? Promise.resolve();
  }

  setVideo(on: boolean): Promise<void> {
    return this.#session?.setVideo(on) ?? Promise.resolve();
  }

  setScreen(on: boolean): Promise<void> {
    return this.#session?.setScreen(on) ?? Promise.resolve();
  }

  stop(): void {
    this.#session?.end("hangup");
    for (const { call } of this.#state.get().incoming) this.#stopRinging(call.id);
  }

  async #enter(call: Call, media: MediaKind, how: "call.accept" | "call.join"): Promise<void> {
    await this.#leaveCurrent();
    this.#change({ elsewhere: this.#state.get().elsewhere.filter(({ id }) => id !== call.id) });
    const session = this.#begin(media, call.room);
    session.openMedia();
    await this.#attempt(session, async () => {
      session.adopt(call);
      const joined = await this.#options.connection.request(how, { callId: call.id });
      await session.joined(joined.call, joined.iceServers);
    });
  }

  /** The same key again after a lost connection: the server starts one call. */
  async #ask(session: CallSession, request: Requests["call.start"]["data"]): Promise<Call> {
    const { connection } = this.#options;
    for (;;) {
      try {
        return (await connection.request("call.start", request)).call;
      } catch (error) {
        const isLost = error instanceof RequestError && error.code === "disconnected";
        if (!isLost || session.isOver) throw error;
        await this.#nextSession(session);
      }
    }
  }

  #nextSession(session: CallSession): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        stopReady();
        stopSession();
        resolve();
      };
      const stopReady = this.#options.connection.onReady(done);
      const stopSession = session.state.subscribe(() => {
        if (session.isOver) done();
      });
    });
  }

  async #attempt(session: CallSession, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      session.end(error instanceof RequestError ? error.code : "failed");
    }
  }

  #begin(media: MediaKind, room: string | null): CallSession {
    clearTimeout(this.#endTimer);
    this.#unsubscribe();
    const { connection, rtc } = this.#options;
    const session = new CallSession({ connection, rtc, me: this.participant, media, room });
    this.#session = session;
    this.#unsubscribe = session.state.subscribe(() => this.#sessionChanged(session));
    this.#change({ current: session.state.get() });
    return session;
  }

  #sessionChanged(session: CallSession): void {
    this.#change({ current: session.state.get() });
    if (!session.isOver) return;
    this.#unsubscribe();
    this.#session = null;
    this.#endTimer = setTimeout(() => this.#change({ current: null }), showEndMs);
  }

  async #leaveCurrent(): Promise<void> {
    const session = this.#session;
    if (!session) return;
    const { callId, phase } = session.state.get();
    session.end(phase === "active" || phase === "reconnecting" ? "hangup" : "cancelled");
    if (callId === null) return;
    const how = phase === "active" || phase === "reconnecting" ? "call.leave" : "call.cancel";
    await this.#options.connection.request(how, { callId }).catch(() => undefined);
  }

  /** The list in `session.ready` replaces everything: what it doesn't name neither rings nor goes on. */
  #replace(calls: readonly Call[]): void {
    const me = this.#options.me();
    const named = new Map(calls.map((call) => [call.id, call]));
    for (const { call } of this.#state.get().incoming) {
      if (!named.get(call.id)?.ringing.includes(me)) this.#stopRinging(call.id);
    }
    const session = this.#session;
    const mine = session?.callId ?? null;
    if (session && mine !== null) {
      // A server that has just started may not have told my devices yet: media still flows, so it is worth asking.
      if (named.has(mine) || session.state.get().phase === "reconnecting") void this.#rejoin(session, mine);
      else session.end("failed");
    }
    const known = new Set(this.#state.get().incoming.map(({ call }) => call.id));
    for (const call of calls) {
      if (call.id !== mine && !known.has(call.id) && call.ringing.includes(me)) this.#ring(call, call.host, call.expiresAt ?? null);
    }
    this.#change({ elsewhere: calls.filter((call) => call.id !== mine && !call.ringing.includes(me)) });
  }

  async #rejoin(session: CallSession, callId: string): Promise<void> {
    try {
      const { call, iceServers } = await this.#options.connection.request("call.join", { callId });
      await session.joined(call, iceServers);
    } catch (error) {
      const code = error instanceof RequestError ? error.code : "internal";
      if (code === "not-found" || code === "forbidden" || code === "conflict" || code === "bad-request") session.end("failed");
      // Cut off once more, and the next session asks again; else the server was not able to just now.
      else if (code !== "disconnected") setTimeout(() => this.#rejoinLater(session, callId), rejoinMs);
    }
  }

  #rejoinLater(session: CallSession, callId: string): void {
    if (this.#session === session && this.#options.connection.isReady) void this.#rejoin(session, callId);
  }

  #ring(call: Call, from: string, expiresAt: string | null): void {
    if (this.#mine(call.id)) return;
    const local = expiresAt === null ? null : Date.parse(expiresAt) + this.#clockOffsetMs;
    const others = this.#state.get().incoming.filter((other) => other.call.id !== call.id);
    this.#change({ incoming: [...others, { call, from, expiresAt: local }] });
    clearTimeout(this.#ringTimers.get(call.id));
    if (local === null) return;
    const leftMs = Math.max(0, local - Date.now()) + ringGraceMs;
    this.#ringTimers.set(call.id, setTimeout(() => this.#stopRinging(call.id), leftMs));
  }

  #stopRinging(callId: string): void {
    clearTimeout(this.#ringTimers.get(callId));
    this.#ringTimers.delete(callId);
    const { incoming } = this.#state.get();
    const left = incoming.filter(({ call }) => call.id !== callId);
    if (left.length < incoming.length) this.#change({ incoming: left });
  }

  /** Another device, or another tab of this one, has it now. */
  #answeredElsewhere(callId: string): void {
    const ringing = this.#state.get().incoming.find(({ call }) => call.id === callId)?.call;
    const mine = this.#mine(callId);
    const call = ringing ?? mine?.state.get().call;
    this.#stopRinging(callId);
    mine?.end("elsewhere");
    if (!call) return;
    const others = this.#state.get().elsewhere.filter(({ id }) => id !== callId);
    this.#change({ elsewhere: [...others, { ...call, state: "active" }] });
  }

  #ended(callId: string, reason: string, durationMs: number): void {
    this.#stopRinging(callId);
    this.#mine(callId)?.end(reason, durationMs);
    this.#change({ elsewhere: this.#state.get().elsewhere.filter(({ id }) => id !== callId) });
  }

  #mine(callId: string): CallSession | null {
    return this.#session?.callId === callId ? this.#session : null;
  }

  #change(change: Partial<CallsState>): void {
    this.#state.update((before) => ({ ...before, ...change }));
  }
}
