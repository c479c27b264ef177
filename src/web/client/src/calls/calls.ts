import type { Connection } from "../connection/connection.ts";
import { browserStorage, memoryStorage, newId, type KeyValueStorage } from "../connection/environment.ts";
import { RequestError } from "../connection/requests.ts";
import type { Call, MediaKind, Requests, ServerEvents } from "../protocol/index.ts";
import { Store, type Readable } from "../store.ts";
import { browserPageHide, CallMemory } from "./call-memory.ts";
import { CallSession } from "./call-session.ts";
import type { CallSessionState } from "./call-state.ts";
import { Devices, type DevicesState } from "./devices.ts";
import { CallHistory } from "./history.ts";
import type { MediaWish } from "./local-media.ts";
import { browserRtc, type Rtc } from "./rtc.ts";

export interface IncomingCall {
  readonly call: Call;
  /** The caller's user id. */
  readonly from: string;
  /** In this page's clock, milliseconds since 1970; null where only the server knows. */
  readonly expiresAt: number | null;
}

/** A call that rang for me and that I did not take. */
export interface MissedCall {
  readonly callId: string;
  readonly room: string;
  readonly from: string;
  readonly name: string;
  readonly media: MediaKind;
  readonly at: string;
}

export interface CallsState {
  /** What rings here now. */
  readonly incoming: readonly IncomingCall[];
  /** The call that this page is in, and for a moment the one it was in. */
  readonly current: CallSessionState | null;
  /** Calls that hold me on another device or tab, or that I could join. */
  readonly elsewhere: readonly Call[];
  /** Calls that were missed while this page is open and were not dismissed, the newest last. */
  readonly missed: readonly MissedCall[];
}

export interface CallsOptions {
  readonly connection: Connection;
  readonly device: string;
  readonly me: () => string;
  readonly rtc?: Rtc;
  /** The tab's own, for coming back into a call after a reload. */
  readonly storage?: KeyValueStorage;
  /** The browser's, for the chosen devices. */
  readonly deviceStorage?: KeyValueStorage;
  readonly onPageHide?: (listener: () => void) => () => void;
  /** Whether a room's call may go on without me. */
  readonly isGroup?: (room: string) => boolean;
}

/** How long the page shows that a call is over. */
const showEndMs = 4_000;
/** The server ends the ringing; this is for the case that its word is lost. */
const ringGraceMs = 3_000;
const rejoinMs = 2_000;
const mostMissed = 5;

/** Everything about calls except their media: who rings, what this page is in, what goes on elsewhere. */
export class Calls {
  readonly #options: CallsOptions & { rtc: Rtc };
  readonly devices: Devices;
  readonly history: CallHistory;
  readonly #memory: CallMemory;
  readonly #state = new Store<CallsState>({ incoming: [], current: null, elsewhere: [], missed: [] });
  readonly #ringTimers = new Map<string, ReturnType<typeof setTimeout>>();
  #session: CallSession | null = null;
  #unsubscribe: () => void = () => undefined;
  #endTimer: ReturnType<typeof setTimeout> | undefined;
  #clockOffsetMs = 0;

  constructor(options: CallsOptions) {
    this.#options = { rtc: browserRtc, ...options };
    const { connection } = options;
    this.devices = new Devices(this.#options.rtc, options.deviceStorage ?? browserStorage("localStorage"));
    let chosen = this.devices.state.get().chosen;
    this.devices.state.subscribe(() => {
      const before = chosen;
      chosen = this.devices.state.get().chosen;
      this.#devicesChanged(before, chosen);
    });
    this.history = new CallHistory(connection);
    this.#memory = new CallMemory(options.storage ?? memoryStorage(), `akkarealtime.call.${options.me()}`);
    (options.onPageHide ?? browserPageHide)(() => this.#remember());
    connection.on("session.ready", ({ calls, serverTime }) => {
      this.#clockOffsetMs = Date.now() - Date.parse(serverTime);
      this.#replace(calls);
    });
    connection.onLost(() => this.#session?.interrupted());
    // The server keeps a place in a call for 30 s.
    connection.hurryWhile(() => this.#session !== null);
    connection.on("call.incoming", ({ call, from, expiresAt }) => this.#ring(call, from, expiresAt));
    connection.on("call.ringing", ({ callId, user }) => this.#mine(callId)?.invited(user, "ringing"));
    connection.on("call.declined", ({ callId, user }) => this.#mine(callId)?.invited(user, "declined"));
    connection.on("call.busy", ({ callId, user }) => this.#mine(callId)?.invited(user, "busy"));
    connection.on("call.no-answer", ({ callId, user }) => this.#mine(callId)?.invited(user, "missed"));
    connection.on("call.updated", ({ call }) => this.#updated(call));
    connection.on("call.host", ({ callId, host }) => this.#mine(callId)?.hostChanged(host));
    connection.on("call.muted", ({ callId, by }) => void this.#mine(callId)?.muted(by));
    connection.on("call.reaction", ({ callId, participant, emoji }) => this.#mine(callId)?.reacted(participant, emoji));
    connection.on("call.answered-elsewhere", ({ callId }) => this.#answeredElsewhere(callId));
    connection.on("call.missed", (missed) => this.#missed(missed));
    // Whoever is not in it and not rung hears of its end by the room's log.
    connection.on("chat.call", ({ callId }) => this.#forget(callId));
    connection.on("call.participant-joined", ({ callId, ...participant }) => this.#mine(callId)?.participantJoined(participant));
    connection.on("call.participant-left", ({ callId, participant, reason }) => {
      this.#mine(callId)?.participantLeft(participant, reason);
    });
    connection.on("call.mode", ({ callId, mode, sfu }) => this.#mine(callId)?.modeChanged(mode, sfu));
    connection.on("call.signal", (signal) => this.#mine(signal.callId)?.signal(signal));
    connection.on("call.media", ({ callId, participant, ...media }) => this.#mine(callId)?.mediaChanged(participant, media));
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
  async start(target: { room: string } | { user: string }, media: MediaKind, wish?: MediaWish): Promise<void> {
    await this.#leaveCurrent();
    const session = this.#begin(media, "room" in target ? target.room : null, wish);
    session.openMedia();
    await this.#attempt(session, async () => {
      const { call, ...ice } = await this.#ask(session, { ...target, media, key: newId() });
      if (session.isOver) {
        await this.#options.connection.request("call.cancel", { callId: call.id });
        return;
      }
      this.#stopRinging(call.id);
      this.#forget(call.id);
      await session.started(call, ice);
    });
  }

  /** With another kind of media than was asked for, too: a video call may be answered by voice. */
  async accept(callId: string, media?: MediaKind, wish?: MediaWish): Promise<void> {
    const ringing = this.#state.get().incoming.find(({ call }) => call.id === callId);
    if (!ringing) return;
    this.#stopRinging(callId);
    await this.#enter(ringing.call, media ?? ringing.call.media, "call.accept", wish);
  }

  /** An active call of a room of mine, or one that holds me elsewhere. */
  async join(callId: string, media?: MediaKind, wish?: MediaWish): Promise<void> {
    const call = this.#state.get().elsewhere.find(({ id }) => id === callId);
    if (call) await this.#enter(call, media ?? call.media, "call.join", wish);
  }

  async decline(callId: string, reason?: string): Promise<void> {
    this.#goesOnWithoutMe(this.#stopRinging(callId));
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

  setHold(on: boolean): void {
    this.#session?.setHold(on);
  }

  setHand(on: boolean): void {
    this.#session?.setHand(on);
  }

  /** Seeks new paths for the media: to one participant, or to all. */
  restart(participant?: string): Promise<void> {
    return this.#session?.restart(participant) ?? Promise.resolve();
  }

  /** Shown here at once; the others get it from the server. */
  react(emoji: string): void {
    const session = this.#session;
    if (!session || session.callId === null) return;
    session.reacted(this.participant, emoji);
    this.#options.connection.notify("call.reaction", { callId: session.callId, emoji });
  }

  async invite(users: readonly string[]): Promise<void> {
    const session = this.#session;
    if (!session || session.callId === null || users.length === 0) return;
    for (const user of users) session.invited(user, "calling");
    await this.#options.connection.request("call.invite", { callId: session.callId, users });
  }

  /** The host's: another one's microphone off. */
  async mute(participant: string): Promise<void> {
    const callId = this.#session?.callId;
    if (callId) await this.#options.connection.request("call.mute", { callId, participant });
  }

  /** The host's: somebody out of the call. */
  async remove(user: string): Promise<void> {
    const callId = this.#session?.callId;
    if (callId) await this.#options.connection.request("call.remove", { callId, user });
  }

  /** The host's: the end for everybody. */
  async endForAll(): Promise<void> {
    const session = this.#session;
    if (!session || session.callId === null) return;
    const { callId } = session;
    await this.#options.connection.request("call.end", { callId });
    session.end("host");
  }

  dismissMissed(callId: string): void {
    this.#change({ missed: this.#state.get().missed.filter((call) => call.callId !== callId) });
  }

  stop(): void {
    this.devices.stop();
    this.#session?.end("hangup");
    for (const { call } of this.#state.get().incoming) this.#stopRinging(call.id);
  }

  async #enter(call: Call, media: MediaKind, how: "call.accept" | "call.join", wish?: MediaWish): Promise<void> {
    await this.#leaveCurrent();
    this.#forget(call.id);
    const session = this.#begin(media, call.room, wish);
    session.openMedia();
    await this.#attempt(session, async () => {
      session.adopt(call);
      const { call: joined, ...ice } = await this.#options.connection.request(how, { callId: call.id });
      await session.joined(joined, ice);
    });
  }

  /** The same key again after a lost connection: the server starts one call. */
  async #ask(session: CallSession, request: Requests["call.start"]["data"]): Promise<Requests["call.start"]["reply"]> {
    const { connection } = this.#options;
    for (;;) {
      try {
        return await connection.request("call.start", request);
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

  #begin(media: MediaKind, room: string | null, wish?: MediaWish): CallSession {
    clearTimeout(this.#endTimer);
    this.#unsubscribe();
    const { connection, rtc } = this.#options;
    this.devices.start();
    const chosen = (kind: "camera" | "microphone") => this.devices.state.get().chosen[kind];
    const session = new CallSession({ connection, rtc, me: this.participant, media, room, wish, chosen });
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
    const { callId, phase, call } = session.state.get();
    session.end(phase === "active" || phase === "reconnecting" ? "hangup" : "cancelled");
    if (callId === null) return;
    if (call && call.participants.some(({ user }) => user !== this.#options.me())) this.#goesOnWithoutMe(call);
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
    this.#comeBack(calls);
    void this.#lookForOthers();
  }

  /** This page was in one of these calls before it was loaded again. */
  #comeBack(calls: readonly Call[]): void {
    const kept = this.#memory.take();
    const call = kept && calls.find(({ id }) => id === kept.callId);
    if (!call || this.#session || !call.participants.some(({ participant }) => participant === this.participant)) return;
    void this.#enter(call, call.media, "call.join", { audio: kept.audio, video: kept.video });
  }

  #remember(): void {
    const state = this.#session?.state.get();
    if (!state || state.callId === null || (state.phase !== "active" && state.phase !== "reconnecting")) return;
    this.#memory.keep({ callId: state.callId, audio: state.local.audio, video: state.local.video });
  }

  /** What goes on in my rooms without me: `session.ready` names only what rings for me or holds me. */
  async #lookForOthers(): Promise<void> {
    const list = await this.#options.connection.request("call.list", {}).catch(() => null);
    for (const call of list?.calls ?? []) this.#updated(call);
  }

  /** A call of one of my groups or channels, as it stands now. */
  #updated(call: Call): void {
    const mine = this.#mine(call.id);
    if (mine) mine.updated(call);
    if (call.state === "ended") {
      this.#forget(call.id);
      return;
    }
    const me = this.#options.me();
    const { elsewhere, incoming } = this.#state.get();
    if (mine || incoming.some((one) => one.call.id === call.id) || call.ringing.includes(me)) return;
    const known = elsewhere.some(({ id }) => id === call.id);
    this.#change({ elsewhere: known ? elsewhere.map((one) => (one.id === call.id ? call : one)) : [...elsewhere, call] });
  }

  #goesOnWithoutMe(call: Call | undefined): void {
    if (!call || this.#options.isGroup?.(call.room) !== true) return;
    const { elsewhere } = this.#state.get();
    if (!elsewhere.some(({ id }) => id === call.id)) this.#change({ elsewhere: [...elsewhere, { ...call, state: "active" }] });
  }

  #forget(callId: string): void {
    const { elsewhere } = this.#state.get();
    const left = elsewhere.filter(({ id }) => id !== callId);
    if (left.length < elsewhere.length) this.#change({ elsewhere: left });
  }

  #missed({ callId, room, from, name, media, at }: ServerEvents["call.missed"]): void {
    this.#goesOnWithoutMe(this.#stopRinging(callId));
    const others = this.#state.get().missed.filter((call) => call.callId !== callId).slice(1 - mostMissed);
    this.#change({ missed: [...others, { callId, room, from, name, media, at }] });
  }

  #devicesChanged(before: DevicesState["chosen"], now: DevicesState["chosen"]): void {
    for (const kind of ["camera", "microphone"] as const) {
      if (before[kind] !== now[kind]) void this.#session?.reopen(kind);
    }
  }

  async #rejoin(session: CallSession, callId: string): Promise<void> {
    try {
      const { call, ...ice } = await this.#options.connection.request("call.join", { callId });
      await session.joined(call, ice);
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

  #stopRinging(callId: string): Call | undefined {
    clearTimeout(this.#ringTimers.get(callId));
    this.#ringTimers.delete(callId);
    const { incoming } = this.#state.get();
    const left = incoming.filter(({ call }) => call.id !== callId);
    if (left.length < incoming.length) this.#change({ incoming: left });
    return incoming.find(({ call }) => call.id === callId)?.call;
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
    this.#forget(callId);
  }

  #mine(callId: string): CallSession | null {
    return this.#session?.callId === callId ? this.#session : null;
  }

  #change(change: Partial<CallsState>): void {
    this.#state.update((before) => ({ ...before, ...change }));
  }
}
