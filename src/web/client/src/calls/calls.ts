import type { Connection } from "../connection/connection.ts";
import { browserStorage, memoryStorage, newId, type KeyValueStorage } from "../connection/environment.ts";
import { Question } from "../connection/question.ts";
import { RequestError } from "../connection/requests.ts";
import { isLogEvent, type Call, type MediaKind, type ServerMessages } from "../protocol/index.ts";
import { Store, type Readable } from "../store.ts";
import { CallsElsewhere } from "./calls-elsewhere.ts";
import { noCalls, type CallsState } from "./calls-state.ts";
import { CallHistory } from "./history.ts";
import { Devices, type DevicesState } from "./media/devices.ts";
import type { MediaWish } from "./media/local-media.ts";
import { browserRtc, type Rtc } from "./media/rtc.ts";
import { IncomingCalls } from "./ringing/incoming-calls.ts";
import { requestStart } from "./ringing/start-request.ts";
import { browserPageHide, CallMemory } from "./session/call-memory.ts";
import { CallSession } from "./session/call-session.ts";
import { importedCode, type LateCode } from "./session/late-code.ts";
import { handOn } from "./session/session-events.ts";
import { WayBack, type Back } from "./session/way-back.ts";

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
  /** Where the code of a call's media comes from: fetched when a call begins, or by `prepare`. */
  readonly code?: LateCode;
}

/** How long the page shows that a call is over. */
const showEndMs = 4_000;
const rejoinMs = 2_000;
const mostMissed = 5;

/** Everything about calls except their media: who rings, what this page is in, what goes on elsewhere. */
export class Calls {
  readonly #options: CallsOptions & { rtc: Rtc };
  readonly devices: Devices;
  readonly history: CallHistory;
  readonly #wayBack: WayBack;
  readonly #state = new Store<CallsState>(noCalls);
  readonly #incoming: IncomingCalls;
  readonly #elsewhere: CallsElsewhere;
  readonly #others: Question;
  #session: CallSession | null = null;
  #unsubscribe: () => void = () => undefined;
  #endTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: CallsOptions) {
    this.#options = { rtc: browserRtc, ...options };
    const { connection } = options;
    this.#incoming = new IncomingCalls(this.#state, connection.clock.now);
    this.#others = new Question(connection, () => this.#lookForOthers());
    this.#elsewhere = new CallsElsewhere(this.#state, options.isGroup ?? (() => false));
    this.devices = new Devices(this.#options.rtc, options.deviceStorage ?? browserStorage("localStorage"));
    let chosen = this.devices.state.get().chosen;
    this.devices.state.subscribe(() => {
      const before = chosen;
      chosen = this.devices.state.get().chosen;
      this.#devicesChanged(before, chosen);
    });
    this.history = new CallHistory(connection);
    const memory = new CallMemory(options.storage ?? memoryStorage(), `akkarealtime.call.${options.me()}`);
    this.#wayBack = new WayBack(memory, () => this.participant, connection.clock.now);
    (options.onPageHide ?? browserPageHide)(() => this.#wayBack.keep(this.#session));
    connection.on("session.ready", ({ calls }) => this.#replace(calls));
    connection.onLost(() => this.#session?.interrupted());
    // The server keeps a place in a call for 30 s.
    connection.hurryWhile(() => this.#session !== null);
    connection.on("call.incoming", ({ call, from, expiresAt }) => this.#ring(call, from, expiresAt));
    connection.on("call.updated", ({ call }) => {
      this.#elsewhere.told(call.id);
      this.#updated(call);
    });
    connection.on("call.answered-elsewhere", ({ callId }) => this.#answeredElsewhere(callId));
    connection.on("call.missed", (missed) => this.#missed(missed));
    // Whoever is not in it and not rung hears of its end by the room's log.
    connection.on("chat.call", ({ callId }) => this.#over(callId));
    connection.on("chat.events", ({ events }) => {
      for (const event of events) if (isLogEvent(event) && event.type === "chat.call") this.#over(event.data.callId);
    });
    connection.on("chat.left", (left) => {
      if (!("user" in left) || left.user === options.me()) this.#roomLost(left.room);
    });
    handOn(connection, (callId) => this.#mine(callId));
    connection.on("call.ended", ({ callId, reason, durationMs }) => this.#ended(callId, reason, durationMs));
  }

  /** Where cameras and microphones come from. */
  get rtc(): Rtc {
    return this.#options.rtc;
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

  /** Fetches what a call will need, so that the first one doesn't wait for it. Rejects where it can't be had now. */
  async prepare(): Promise<void> {
    await (this.#options.code ?? importedCode).load();
  }

  /** Rings the others of a room, or one user. Leaves the call that this page is in. */
  async start(target: { room: string } | { user: string }, media: MediaKind, wish?: MediaWish): Promise<void> {
    await this.#leaveCurrent();
    const session = this.#begin(media, "room" in target ? target.room : null, wish);
    session.openMedia();
    await this.#attempt(session, async () => {
      const { call, ...ice } = await requestStart(this.#options.connection, session, { ...target, media, key: newId() });
      if (session.isOver) {
        await this.#options.connection.request("call.cancel", { callId: call.id });
        return;
      }
      this.#incoming.stop(call.id);
      this.#elsewhere.forget(call.id);
      await session.started(call, ice);
    });
  }

  /** With another kind of media than was asked for, too: a video call may be answered by voice. */
  async accept(callId: string, media?: MediaKind, wish?: MediaWish): Promise<void> {
    const call = this.#incoming.stop(callId);
    if (call) await this.#enter(call, media ?? call.media, "call.accept", wish);
  }

  /** An active call of a room of mine, or one that holds me elsewhere. */
  async join(callId: string, media?: MediaKind, wish?: MediaWish): Promise<void> {
    const call = this.#elsewhere.all.find(({ id }) => id === callId);
    if (call) await this.#enter(call, media ?? call.media, "call.join", wish);
  }

  async decline(callId: string, reason?: string): Promise<void> {
    this.#elsewhere.goesOn(this.#incoming.stop(callId));
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

  /** The host's, and the room's owners' and admins': somebody out of the call. */
  async remove(user: string): Promise<void> {
    const callId = this.#session?.callId;
    if (callId) await this.#options.connection.request("call.remove", { callId, user });
  }

  /** The host's, and the room's owners' and admins': the end for everybody. */
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
    this.#incoming.stopAll();
  }

  async #enter(call: Call, media: MediaKind, how: "call.accept" | "call.join", wish?: MediaWish): Promise<void> {
    await this.#leaveCurrent();
    this.#elsewhere.forget(call.id);
    const session = this.#begin(media, call.room, wish);
    session.openMedia();
    await this.#attempt(session, async () => {
      session.adopt(call);
      const { call: joined, ...ice } = await this.#options.connection.request(how, { callId: call.id });
      if (!session.isOver) await session.joined(joined, ice);
    });
  }

  async #attempt(session: CallSession, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      const code = error instanceof RequestError ? error.code : "failed";
      // Whether the server has heard of it, the next session says.
      if (code !== "disconnected" || session.callId === null) session.end(code);
    }
  }

  #begin(media: MediaKind, room: string | null, wish?: MediaWish): CallSession {
    clearTimeout(this.#endTimer);
    this.#unsubscribe();
    const { connection, rtc, code } = this.#options;
    this.devices.start();
    const chosen = (kind: "camera" | "microphone") => this.devices.state.get().chosen[kind];
    const session = new CallSession({ connection, rtc, me: this.participant, media, room, wish, chosen, ...(code && { code }) });
    this.#session = session;
    session.linkable.catch(() => this.#giveUp(session));
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

  /** There will be no media: nobody is to wait for it. */
  #giveUp(session: CallSession): void {
    if (session === this.#session) void this.#leaveCurrent("failed");
  }

  async #leaveCurrent(reason?: string): Promise<void> {
    const session = this.#session;
    if (!session) return;
    const { callId, phase, call } = session.state.get();
    const isOutgoing = phase !== "active" && phase !== "reconnecting" && (call === null || call.host === this.#options.me());
    session.end(reason ?? (isOutgoing ? "cancelled" : "hangup"));
    if (callId === null) return;
    if (call && call.participants.some(({ user }) => user !== this.#options.me())) this.#elsewhere.goesOn(call);
    await this.#options.connection.request(isOutgoing ? "call.cancel" : "call.leave", { callId }).catch(() => undefined);
  }

  /** The list in `session.ready` replaces everything: what it doesn't name neither rings nor goes on. */
  #replace(calls: readonly Call[]): void {
    const me = this.#options.me();
    const named = new Map(calls.map((call) => [call.id, call]));
    for (const { call } of this.#incoming.all) {
      if (!named.get(call.id)?.ringing.includes(me)) this.#incoming.stop(call.id);
    }
    const session = this.#session;
    const kept = this.#wayBack.take(calls);
    const back = session ? null : kept;
    const mine = session?.callId ?? back?.call.id ?? null;
    if (back) {
      this.#comeBack(back);
    } else if (session && mine !== null) {
      // A server that has just started may not have told my devices yet: media still flows, so it is worth asking.
      if (named.has(mine) || session.state.get().phase === "reconnecting") void this.#rejoin(session, mine);
      else session.end("failed");
    }
    const known = new Set(this.#incoming.all.map(({ call }) => call.id));
    for (const call of calls) {
      if (call.id !== mine && !known.has(call.id) && call.ringing.includes(me)) this.#ring(call, call.host, call.expiresAt ?? null);
    }
    // While this page asks for a call, one that names this device is that one.
    const isAsked = ({ participants }: Call) => session?.callId === null && participants.some(({ participant }) => participant === this.participant);
    this.#elsewhere.replace(calls.filter((call) => call.id !== mine && !call.ringing.includes(me) && !isAsked(call)));
    this.#others.ask();
  }

  /** This page was in this call before it was loaded again. */
  #comeBack({ call, wish }: Back): void {
    const session = this.#begin(call.media, call.room, wish);
    session.openMedia();
    session.adopt(call);
    void this.#rejoin(session, call.id, () => {
      // Over meanwhile: nobody has asked for anything here.
      clearTimeout(this.#endTimer);
      this.#change({ current: null });
      this.#others.ask();
    });
  }

  /** What goes on in my rooms without me: `session.ready` names only what rings for me or holds me. */
  async #lookForOthers(): Promise<void> {
    const newsOf = this.#elsewhere.asking();
    const { calls } = await this.#options.connection.request("call.list", {});
    for (const call of newsOf(calls)) this.#updated(call);
  }

  /** A call of one of my groups or channels, as it stands now. */
  #updated(call: Call): void {
    const mine = this.#mine(call.id);
    if (mine) mine.updated(call);
    if (call.state === "ended") {
      this.#over(call.id);
      return;
    }
    this.#incoming.update(call);
    if (mine || this.#incoming.find(call.id) || call.ringing.includes(this.#options.me())) return;
    this.#elsewhere.update(call);
  }

  /** For everybody: nothing that is still on its way brings it back. */
  #over(callId: string): void {
    this.#incoming.stop(callId);
    this.#elsewhere.end(callId);
  }

  #missed({ callId, room, from, name, media, at }: ServerMessages["call.missed"]): void {
    this.#elsewhere.goesOn(this.#incoming.stop(callId));
    const others = this.#state.get().missed.filter((call) => call.callId !== callId).slice(1 - mostMissed);
    this.#change({ missed: [...others, { callId, room, from, name, media, at }] });
  }

  #devicesChanged(before: DevicesState["chosen"], now: DevicesState["chosen"]): void {
    for (const kind of ["camera", "microphone"] as const) {
      if (before[kind] !== now[kind]) void this.#session?.reopen(kind);
    }
  }

  async #rejoin(session: CallSession, callId: string, onRefused: () => void = () => undefined): Promise<void> {
    try {
      const { call, ...ice } = await this.#options.connection.request("call.join", { callId });
      if (!session.isOver) await session.joined(call, ice);
    } catch (error) {
      const code = error instanceof RequestError ? error.code : "internal";
      if (code === "not-found" || code === "forbidden" || code === "conflict" || code === "bad-request") {
        const isCurrent = this.#session === session;
        session.end("failed");
        if (isCurrent) onRefused();
        // Cut off once more, and the next session asks again; else the server was not able to just now.
      } else if (code !== "disconnected") {
        setTimeout(() => {
          if (this.#session === session && this.#options.connection.isReady) void this.#rejoin(session, callId, onRefused);
        }, rejoinMs);
      }
    }
  }

  #ring(call: Call, from: string, expiresAt: string | null): void {
    if (this.#mine(call.id) || this.#elsewhere.hasEnded(call.id)) return;
    this.#incoming.ring(call, from, expiresAt);
    this.prepare().catch(() => undefined);
  }

  /** Another device, or another tab of this one, has it now. */
  #answeredElsewhere(callId: string): void {
    const mine = this.#mine(callId);
    const call = this.#incoming.stop(callId) ?? mine?.state.get().call;
    mine?.end("elsewhere");
    if (call) this.#elsewhere.taken(call);
  }

  #ended(callId: string, reason: string, durationMs: number): void {
    this.#incoming.stop(callId);
    this.#mine(callId)?.end(reason, durationMs);
    this.#elsewhere.forget(callId);
  }

  /** I am not a member of this room any more, and so not in its call, whatever becomes of it. */
  #roomLost(room: string): void {
    for (const { call } of this.#incoming.all) if (call.room === room) this.#incoming.stop(call.id);
    for (const call of this.#elsewhere.all) if (call.room === room) this.#elsewhere.forget(call.id);
    if (this.#session?.state.get().room === room) this.#session.end("removed");
  }

  #mine(callId: string): CallSession | null {
    return this.#session?.callId === callId ? this.#session : null;
  }

  #change(change: Partial<CallsState>): void {
    this.#state.update((before) => ({ ...before, ...change }));
  }
}
