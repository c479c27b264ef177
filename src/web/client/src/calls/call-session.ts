import type { Connection } from "../connection/connection.ts";
import type { Call, IceServer, IncomingSignal, MediaKind, MediaState, Participant, Signal } from "../protocol/index.ts";
import { Store, type Readable } from "../store.ts";
import { LocalMedia, type LocalMediaState } from "./local-media.ts";
import { PeerLink, type LinkState } from "./peer-link.ts";
import type { Rtc } from "./rtc.ts";

/** starting (not answered by the server yet) → calling → ringing (there) → active ⇄ reconnecting → ended */
export type CallPhase = "starting" | "calling" | "ringing" | "active" | "reconnecting" | "ended";

export interface RemoteParticipant {
  readonly participant: string;
  readonly user: string;
  readonly name: string;
  readonly media: MediaState;
  readonly stream: MediaStream;
  readonly link: LinkState;
  /** The server has lost it and keeps its place. */
  readonly away: boolean;
}

export interface CallSessionState {
  readonly callId: string | null;
  readonly room: string | null;
  readonly media: MediaKind;
  readonly phase: CallPhase;
  readonly call: Call | null;
  readonly local: LocalMediaState;
  readonly remotes: readonly RemoteParticipant[];
  /** Since when somebody else is in it, in milliseconds since 1970. */
  readonly activeSince: number | null;
  readonly endReason: string | null;
  readonly durationMs: number | null;
}

export interface CallSessionOptions {
  readonly connection: Connection;
  readonly rtc: Rtc;
  readonly me: string;
  readonly media: MediaKind;
  readonly room: string | null;
}

interface RemoteLink {
  readonly link: PeerLink;
  readonly participant: Participant;
  /** What it said that it sends; until it has, what arrives counts. */
  media: MediaState | null;
  away: boolean;
}

const mediaWaitMs = 5_000;
/** Signals of a call whose participants are not known yet; ICE sends a few dozen at most. */
const earlyLimit = 300;

/** The call that this page is in: its own media, and a link to every other participant. */
export class CallSession {
  readonly #options: CallSessionOptions;
  readonly #local: LocalMedia;
  readonly #state: Store<CallSessionState>;
  readonly #links = new Map<string, RemoteLink>();
  readonly #early: IncomingSignal[] = [];
  #iceServers: readonly IceServer[] = [];
  #opened: Promise<void> = Promise.resolve();
  /** Who was in the call when we joined, and hasn't left since: linked once our own media had its chance. */
  #expected = new Map<string, Participant>();
  #before: string[] = [];

  constructor(options: CallSessionOptions) {
    this.#options = options;
    this.#local = new LocalMedia(options.rtc, () => this.#tracksChanged());
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
    });
    this.#local.state.subscribe(() => this.#change({ local: this.#local.state.get() }));
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

  openMedia(): void {
    this.#opened = this.#local.open(this.#options.media);
  }

  /** The call that is about to be joined: its signals may come before the reply does. */
  adopt(call: Call): void {
    this.#change({ callId: call.id, room: call.room, call });
  }

  /** The server named the call that we started; nothing is negotiated before somebody accepts. */
  started(call: Call): void {
    this.#change({ callId: call.id, room: call.room, call, phase: "calling" });
    void this.#freshIce().catch(() => undefined);
    this.#addMissing(call.participants, false);
  }

  /** We are in it: whoever is there already is offered a link, once our own media had its chance. */
  async joined(call: Call, iceServers: readonly IceServer[]): Promise<void> {
    this.#iceServers = iceServers;
    this.#change({ callId: call.id, room: call.room, call });
    const returning = this.#returning(call);
    if (returning.length === 0) {
      this.#expected = new Map(call.participants.map((participant) => [participant.participant, participant]));
      await Promise.race([this.#opened, new Promise((done) => setTimeout(done, mediaWaitMs))]);
      if (this.isOver) return;
      this.#addMissing([...this.#expected.values()], true);
      this.#expected.clear();
    } else {
      this.#addMissing(call.participants, true);
      for (const link of returning) void link.recover();
    }
    this.#sendMedia();
  }

  ringing(): void {
    if (this.#state.get().phase === "calling") this.#change({ phase: "ringing" });
  }

  participantJoined(participant: Participant): void {
    if (participant.participant === this.#options.me) return;
    const known = this.#links.get(participant.participant);
    if (known) {
      known.away = false;
      this.#publish();
      void known.link.recover();
    } else {
      this.#addLink(participant, false);
    }
    this.#sendMedia();
  }

  participantLeft(participant: string, reason: string | undefined): void {
    if (reason !== "reconnecting") this.#expected.delete(participant);
    const known = this.#links.get(participant);
    if (!known) return;
    if (reason === "reconnecting") {
      known.away = true;
    } else {
      known.link.close();
      this.#links.delete(participant);
    }
    this.#publish();
  }

  signal(signal: IncomingSignal): void {
    const known = this.#links.get(signal.from);
    if (known) known.link.receive(signal).catch(() => undefined);
    else if (this.#early.length < earlyLimit) this.#early.push(signal);
  }

  mediaChanged(participant: string, media: MediaState): void {
    const known = this.#links.get(participant);
    if (!known) return;
    known.media = media;
    this.#publish();
  }

  /** The socket is gone: media goes on between the browsers, the server keeps our place for 30 s. */
  interrupted(): void {
    this.#before = [...this.#links.keys()];
    if (this.#state.get().phase === "active") this.#change({ phase: "reconnecting" });
  }

  async setAudio(on: boolean): Promise<void> {
    await this.#local.setAudio(on);
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

  end(reason: string, durationMs: number | null = null): void {
    if (this.isOver) return;
    for (const { link } of this.#links.values()) link.close();
    this.#links.clear();
    this.#local.stop();
    const { activeSince } = this.#state.get();
    const measured = activeSince === null ? null : Date.now() - activeSince;
    this.#change({ phase: "ended", endReason: reason, durationMs: durationMs ?? measured, remotes: [] });
  }

  /** The peer connection to one participant, for statistics. */
  peer(participant: string): RTCPeerConnection | undefined {
    return this.#links.get(participant)?.link.peer;
  }

  /** The links from before the connection was lost; whoever left meanwhile is let go. */
  #returning(call: Call): PeerLink[] {
    const present = new Set(call.participants.map(({ participant }) => participant));
    const links = this.#before.flatMap((id) => this.#links.get(id)?.link ?? []);
    for (const id of this.#before.splice(0)) {
      if (present.has(id)) continue;
      this.#links.get(id)?.link.close();
      this.#links.delete(id);
    }
    return links;
  }

  #addMissing(participants: readonly Participant[], offersFirst: boolean): void {
    for (const participant of participants) {
      if (participant.participant === this.#options.me) continue;
      const known = this.#links.get(participant.participant);
      if (known) known.away = false;
      else this.#addLink(participant, offersFirst);
    }
    this.#publish();
  }

  #addLink(participant: Participant, offersFirst: boolean): void {
    const { rtc, me } = this.#options;
    const id = participant.participant;
    const link = new PeerLink({
      rtc,
      polite: me < id,
      offersFirst,
      iceServers: this.#iceServers,
      freshIceServers: () => this.#freshIce(),
      signal: (signal) => this.#sendSignal(id, signal),
      onChange: () => this.#publish(),
    });
    this.#links.set(id, { link, participant, media: participant.media ?? null, away: false });
    link.start(this.#local.tracks, this.#local.state.get().stream);
    for (const signal of this.#early.splice(0)) this.signal(signal);
    this.#publish();
  }

  #sendSignal(to: string, signal: Signal): void {
    const { callId } = this.#state.get();
    if (callId !== null) this.#options.connection.notify("call.signal", { callId, to, ...signal });
  }

  #sendMedia(): void {
    const { callId } = this.#state.get();
    if (callId === null || this.isOver) return;
    this.#options.connection.notify("call.media", { callId, ...this.#local.mediaState });
  }

  #tracksChanged(): void {
    const { audio, video } = this.#local.tracks;
    const { stream } = this.#local.state.get();
    for (const { link } of this.#links.values()) {
      link.setTrack("audio", audio, stream);
      link.setTrack("video", video, stream);
    }
    if (this.#links.size > 0) this.#sendMedia();
  }

  async #freshIce(): Promise<readonly IceServer[]> {
    const { callId } = this.#state.get();
    if (callId === null) return this.#iceServers;
    const { iceServers } = await this.#options.connection.request("call.ice", { callId });
    this.#iceServers = iceServers;
    for (const { link } of this.#links.values()) link.configure(iceServers);
    return iceServers;
  }

  #publish(): void {
    const before = this.#state.get();
    if (before.phase === "ended") return;
    const remotes = [...this.#links.values()].map(
      ({ link, participant: { participant, user, name }, media, away }): RemoteParticipant => ({
        participant,
        user,
        name,
        media: media ?? arriving(link.stream),
        stream: link.stream,
        link: link.state,
        away,
      }),
    );
    const isActive = remotes.length > 0;
    this.#change({
      remotes,
      ...(isActive && { phase: "active" as const, activeSince: before.activeSince ?? Date.now() }),
    });
  }

  #change(change: Partial<CallSessionState>): void {
    this.#state.update((before) => ({ ...before, ...change }));
  }
}

function arriving(stream: MediaStream): MediaState {
  const has = (kind: string) => stream.getTracks().some((track) => track.kind === kind && !track.muted && track.readyState === "live");
  return { audio: has("audio"), video: has("video"), screen: false };
}
