import type { Connection } from "../../connection/connection.ts";
import type { Call, CallSignalEvent, MediaKind, MediaState, Participant, SfuSettings } from "../../protocol/index.ts";
import { Store, type Readable } from "../../store.ts";
import type { CallLinks } from "../links/call-links.ts";
import type { IceConfiguration } from "../links/signal.ts";
import { LocalMedia, type ChosenDevice, type MediaWish } from "../media/local-media.ts";
import type { CallMonitor } from "../media/monitor.ts";
import type { LinkQuality } from "../media/quality.ts";
import type { Rtc } from "../media/rtc.ts";
import type { KeptCall } from "./call-memory.ts";
import type { CallSessionState } from "./call-state.ts";
import { importedCode, type LateCode, type MediaCode } from "./late-code.ts";
import { LateLinks } from "./late-links.ts";
import { withHand, type InviteFate } from "./people.ts";
import { Reactions } from "./reactions.ts";
import { joined, left, named, rang, updated } from "./roster.ts";

export interface CallSessionOptions {
  readonly connection: Connection;
  readonly rtc: Rtc;
  readonly me: string;
  readonly media: MediaKind;
  readonly room: string | null;
  readonly wish?: MediaWish | undefined;
  readonly chosen?: ChosenDevice;
  /** Where the links come from; fetched when the session begins. */
  readonly code?: LateCode;
}

const mediaWaitMs = 5_000;

/** The call that this page is in: what the server says of it, its own media, and the links to everybody else. */
export class CallSession {
  readonly #options: CallSessionOptions;
  readonly #local: LocalMedia;
  readonly #links: LateLinks;
  #monitor: CallMonitor | null = null;
  readonly #reactions = new Reactions();
  readonly #state: Store<CallSessionState>;
  #opened: Promise<void> = Promise.resolve();
  #isOpen = false;
  /** Which coming into the call is this page's; null while the server is asked. */
  #entry: number | null = null;
  #qualities: ReadonlyMap<string, LinkQuality> = new Map();
  readonly #stopNetwork: () => void;

  constructor(options: CallSessionOptions) {
    this.#options = options;
    this.#local = new LocalMedia(options.rtc, () => this.#tracksChanged(), options.chosen);
    this.#stopNetwork = options.rtc.onNetwork(() => void this.restart());
    this.#state = new Store<CallSessionState>({
      callId: null,
      room: options.room,
      media: options.media,
      phase: "starting",
      call: null,
      local: this.#local.state.get(),
      remotes: [],
      activeSince: null,
      endReason: null,
      durationMs: null,
      hold: false,
      hand: false,
      hands: [],
      invited: [],
      reactions: [],
      speaking: [],
      speaker: null,
      mutedBy: null,
    });
    this.#local.state.subscribe(() => this.#change({ local: this.#local.state.get() }));
    this.#reactions.shown.subscribe(() => this.#change({ reactions: this.#reactions.shown.get() }));
    this.#links = new LateLinks(options.code ?? importedCode, (code) => {
      this.#monitor = this.#makeMonitor(code);
      return this.#makeLinks(code);
    });
  }

  /** Rejects where the code of the links can't be had: there will be no media. */
  get linkable(): Promise<unknown> {
    return this.#links.made;
  }

  get state(): Readable<CallSessionState> {
    return this.#state;
  }

  get callId(): string | null {
    return this.#state.get().callId;
  }

  get isOver(): boolean {
    return this.#state.get().phase === "ended";
  }

  /** What the next page of this tab needs to come back; null where the call is over. */
  get kept(): KeptCall | null {
    if (this.isOver) return null;
    const { callId, room, local, media } = this.#state.get();
    const { audio, video } = this.#isOpen ? local : (this.#options.wish ?? { audio: true, video: media === "video" });
    return { callId, room, entry: this.#entry, audio, video, at: this.#options.connection.clock.now() };
  }

  openMedia(): void {
    this.#opened = this.#local.open(this.#options.media, this.#options.wish).finally(() => (this.#isOpen = true));
  }

  /** The call that is about to be joined: its signals may come before the reply does. */
  adopt(call: Call): void {
    this.#change({ callId: call.id, room: call.room, call });
  }

  /**
   * The server named the call that we started; nothing is negotiated before somebody accepts. Where others are in it already, what
   * we started has led us into their call.
   */
  async started(call: Call, ice: IceConfiguration): Promise<void> {
    this.#taken(call, ice);
    this.#change({ phase: "calling" });
    if (call.participants.some(({ participant }) => participant !== this.#options.me)) await this.joined(call, ice);
  }

  /** We are in it, or back in it: whoever is there already is offered a link, once our own media had its chance. */
  async joined(call: Call, ice: IceConfiguration): Promise<void> {
    this.#taken(call, ice);
    if (call.state === "ringing") {
      // Back where it rings for the others.
      const { phase, invited } = this.#state.get();
      if (phase === "starting") this.#change({ phase: invited.some(({ fate }) => fate === "ringing") ? "ringing" : "calling" });
      return;
    }
    const links = this.#links.now ?? (await this.#links.made);
    if (!links.resume(call.participants)) {
      links.expect(call.participants);
      await Promise.race([this.#opened, new Promise((done) => setTimeout(done, mediaWaitMs))]);
      if (this.isOver) return;
      links.linkExpected();
    }
    const { phase } = this.#state.get();
    if (phase === "reconnecting" || phase === "starting") this.#change({ phase: "active" });
    this.#sendMedia();
  }

  /** What came of ringing somebody. */
  invited(user: string, fate: InviteFate): void {
    this.#change(rang(this.#state.get(), user, fate));
  }

  /** The server's own picture of who is in and who is rung. */
  updated(call: Call): void {
    this.#change(updated(this.#state.get(), call));
  }

  hostChanged(host: string): void {
    const { call } = this.#state.get();
    if (call) this.#change({ call: { ...call, host } });
  }

  participantJoined(participant: Participant): void {
    if (participant.participant === this.#options.me) return;
    this.#change(joined(this.#state.get(), participant));
    this.#links.tell((links) => links.joined(participant));
    this.#sendMedia();
  }

  participantLeft(participant: string, reason: string | undefined): void {
    if (reason === "reconnecting") {
      this.#links.tell((links) => links.away(participant));
      return;
    }
    this.#change(left(this.#state.get(), participant));
    this.#links.tell((links) => links.left(participant));
  }

  /** The call goes by the media server from now on, or by a new session of it. */
  modeChanged(mode: Call["mode"], sfu: SfuSettings | undefined): void {
    const { call } = this.#state.get();
    if (call) this.#change({ call: { ...call, mode, ...(sfu && { sfu }) } });
    this.#links.tell((links) => links.moved(sfu));
  }

  signal(signal: CallSignalEvent): void {
    this.#links.tell((links) => links.receive(signal));
  }

  mediaChanged(participant: string, media: MediaState): void {
    this.#change({ hands: withHand(this.#state.get().hands, participant, media.hand === true) });
    this.#links.tell((links) => links.setMedia(participant, media));
  }

  /** The socket is gone: media goes on between the browsers, the server keeps our place for 30 s. */
  interrupted(): void {
    this.#entry = null;
    this.#links.tell((links) => links.interrupted());
    if (this.#state.get().phase === "active") this.#change({ phase: "reconnecting" });
  }

  reacted(participant: string, emoji: string): void {
    this.#reactions.add(participant, emoji);
  }

  /** The host muted me. Only I can unmute again. */
  async muted(by: string): Promise<void> {
    await this.setAudio(false);
    this.#change({ mutedBy: by });
  }

  async setAudio(on: boolean): Promise<void> {
    await this.#local.setAudio(on);
    if (on) this.#change({ mutedBy: null });
    this.#sendMedia();
  }

  async setVideo(on: boolean): Promise<void> {
    await this.#local.setVideo(on);
    this.#sendMedia();
  }

  async setScreen(on: boolean): Promise<void> {
    await this.#local.setScreen(on);
    this.#sendMedia();
  }

  /** Another device of this kind was chosen. */
  async reopen(kind: "camera" | "microphone"): Promise<void> {
    await this.#local.reopen(kind);
  }

  setHold(hold: boolean): void {
    this.#change({ hold });
    this.#links.tell((links) => links.setHold(hold));
    this.#sendMedia();
  }

  setHand(hand: boolean): void {
    const { hands } = this.#state.get();
    this.#change({ hand, hands: withHand(hands, this.#options.me, hand) });
    this.#sendMedia();
  }

  /** Seeks new paths: to one participant, or to all of them. */
  restart(participant?: string): Promise<void> {
    return this.#links.now?.restart(participant) ?? Promise.resolve();
  }

  end(reason: string, durationMs: number | null = null): void {
    if (this.isOver) return;
    this.#monitor?.stop();
    this.#stopNetwork();
    this.#links.close();
    this.#local.stop();
    this.#reactions.clear();
    const { activeSince } = this.#state.get();
    const measured = activeSince === null ? null : this.#options.connection.clock.now() - activeSince;
    this.#change({ phase: "ended", endReason: reason, durationMs: durationMs ?? measured, remotes: [], speaking: [] });
  }

  /** The peer connection to one participant, for statistics. */
  peer(participant: string): RTCPeerConnection | undefined {
    return this.#links.now?.peer(participant);
  }

  /** The server has given us a place. */
  #taken(call: Call, ice: IceConfiguration): void {
    this.#links.tell((links) => links.setIce(ice));
    this.#entry = call.participants.find(({ participant }) => participant === this.#options.me)?.entry ?? null;
    this.#change(named(this.#state.get(), call, this.#options.me));
  }

  #makeLinks({ CallLinks }: MediaCode): CallLinks {
    const { rtc, me, connection } = this.#options;
    return new CallLinks({
      rtc,
      me,
      local: this.#local,
      sfu: () => this.#state.get().call?.sfu,
      signal: (to, signal, entry) => {
        const { callId } = this.#state.get();
        if (callId !== null) connection.notify("call.signal", { callId, to, ...(entry !== undefined && { entry }), ...signal });
      },
      requestIce: async () => {
        const { callId } = this.#state.get();
        return callId === null ? null : connection.request("call.ice", { callId });
      },
      onChange: () => this.#publish(),
    });
  }

  #makeMonitor({ CallMonitor }: MediaCode): CallMonitor {
    const { connection } = this.#options;
    return new CallMonitor({
      watched: () => this.#links.now?.watched ?? [],
      onQuality: (qualities) => {
        this.#qualities = qualities;
        this.#publish();
      },
      onSpeakers: ({ speaking, speaker }) => {
        const { speaking: before, speaker: last } = this.#state.get();
        if (speaker !== last || speaking.join() !== before.join()) this.#change({ speaking, speaker });
      },
      report: (stats) => {
        const { callId } = this.#state.get();
        if (callId !== null && connection.isReady) connection.notify("call.stats", { callId, ...stats });
      },
    });
  }

  #sendMedia(): void {
    const { callId, hold, hand } = this.#state.get();
    if (callId === null || this.isOver) return;
    this.#options.connection.notify("call.media", { callId, ...this.#local.mediaState, ...(hold && { hold }), ...(hand && { hand }) });
  }

  #tracksChanged(): void {
    this.#links.tell((links) => links.setTracks());
    if ((this.#links.now?.size ?? 0) > 0) this.#sendMedia();
  }

  #publish(): void {
    const before = this.#state.get();
    const links = this.#links.now;
    if (before.phase === "ended" || !links) return;
    const remotes = links.remotes(this.#qualities);
    const isActive = remotes.length > 0;
    if (isActive) this.#monitor?.start();
    links.share();
    // Whatever happens to the media meanwhile, it reconnects until the server has taken us in again.
    const phase = isActive && before.phase !== "reconnecting" ? "active" : before.phase;
    this.#change({ remotes, phase, ...(isActive && { activeSince: before.activeSince ?? this.#answeredAt(before) }) });
  }

  /** Whoever comes later, or comes back, counts from where the others do. */
  #answeredAt({ call }: CallSessionState): number {
    const now = this.#options.connection.clock.now();
    return call?.answeredAt === undefined ? now : Math.min(now, Date.parse(call.answeredAt));
  }

  #change(change: Partial<CallSessionState>): void {
    this.#state.update((before) => ({ ...before, ...change }));
  }
}
