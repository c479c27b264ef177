import type { Connection } from "../connection/connection.ts";
import type { Call, IceConfiguration, IncomingSignal, MediaKind, MediaState, Participant, SfuInfo, Signal } from "../protocol/index.ts";
import { Store, type Readable } from "../store.ts";
import { meshBudget } from "./budget.ts";
import type { CallSessionState, RemoteParticipant } from "./call-state.ts";
import { LocalMedia, type ChosenDevice, type MediaWish } from "./local-media.ts";
import { CallMonitor } from "./monitor.ts";
import type { MediaLink } from "./media-link.ts";
import { MeshFarewell } from "./mesh-farewell.ts";
import { PeerLink } from "./peer-link.ts";
import { invitedOf, withFate, withHand, type InviteFate } from "./people.ts";
import type { LinkQuality } from "./quality.ts";
import type { Rtc } from "./rtc.ts";
import { SfuLink } from "./sfu-link.ts";

export interface CallSessionOptions {
  readonly connection: Connection;
  readonly rtc: Rtc;
  readonly me: string;
  readonly media: MediaKind;
  readonly room: string | null;
  readonly wish?: MediaWish | undefined;
  readonly chosen?: ChosenDevice;
}

interface RemoteLink {
  link: MediaLink;
  readonly participant: Participant;
  /** What it said that it sends; until it has, what arrives counts. */
  media: MediaState | null;
  away: boolean;
}

const mediaWaitMs = 5_000;
/** Signals of a call whose participants are not known yet; ICE sends a few dozen at most. */
const earlyLimit = 300;
const reactionMs = 4_000;
/** A flood of reactions is a flood of animations. */
const mostReactions = 12;
let reactionIds = 0;

/** The call that this page is in: its own media, and a link to every other participant. */
export class CallSession {
  readonly #options: CallSessionOptions;
  readonly #local: LocalMedia;
  readonly #state: Store<CallSessionState>;
  readonly #links = new Map<string, RemoteLink>();
  readonly #early: IncomingSignal[] = [];
  #ice: IceConfiguration = { iceServers: [] };
  /** From the fifth participant on, the media goes by the media server. */
  #sfu: SfuLink | null = null;
  #farewell: MeshFarewell | null = null;
  #opened: Promise<void> = Promise.resolve();
  /** Who was in the call when we joined, and hasn't left since: linked once our own media had its chance. */
  #expected = new Map<string, Participant>();
  #before: string[] = [];
  #qualities: ReadonlyMap<string, LinkQuality> = new Map();
  readonly #monitor: CallMonitor;
  readonly #stopNetwork: () => void;

  constructor(options: CallSessionOptions) {
    this.#options = options;
    this.#local = new LocalMedia(options.rtc, () => this.#tracksChanged(), options.chosen);
    this.#stopNetwork = options.rtc.onNetwork(() => void this.restart());
    this.#monitor = new CallMonitor({
      watched: () => [...this.#links].flatMap(([participant, { link: { peer, stream } }]) => (peer ? [{ participant, peer, stream }] : [])),
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
        if (callId !== null && options.connection.isReady) options.connection.notify("call.stats", { callId, ...stats });
      },
    });
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
    this.#opened = this.#local.open(this.#options.media, this.#options.wish);
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
    this.#ice = ice;
    this.#named(call);
    this.#change({ phase: "calling" });
    if (call.participants.some(({ participant }) => participant !== this.#options.me)) await this.joined(call, ice);
  }

  /** We are in it: whoever is there already is offered a link, once our own media had its chance. */
  async joined(call: Call, ice: IceConfiguration): Promise<void> {
    this.#ice = ice;
    this.#named(call);
    const returning = this.#returning(call);
    if (returning.length === 0) {
      this.#expected = new Map(call.participants.map((participant) => [participant.participant, participant]));
      await Promise.race([this.#opened, new Promise((done) => setTimeout(done, mediaWaitMs))]);
      if (this.isOver) return;
      this.#goBySfu(this.#state.get().call?.sfu);
      this.#addMissing([...this.#expected.values()], true);
      this.#expected.clear();
    } else {
      this.#goBySfu(call.sfu);
      this.#sfu?.recover();
      this.#addMissing(call.participants, true);
      for (const link of returning) void link.recover();
    }
    this.#sendMedia();
  }

  /** What came of ringing somebody. */
  invited(user: string, fate: InviteFate): void {
    const { call, phase, invited } = this.#state.get();
    if (call?.participants.some((one) => one.user === user)) return;
    this.#change({ invited: withFate(invited, user, fate), ...(fate === "ringing" && phase === "calling" && { phase: "ringing" as const }) });
  }

  /** The server's own picture of who is in and who is rung. */
  updated(call: Call): void {
    const { call: before, invited } = this.#state.get();
    if (before) this.#change({ call: { ...call, participants: before.participants }, invited: invitedOf(call, invited) });
  }

  hostChanged(host: string): void {
    const { call } = this.#state.get();
    if (call) this.#change({ call: { ...call, host } });
  }

  participantJoined(participant: Participant): void {
    if (participant.participant === this.#options.me) return;
    const { call, invited } = this.#state.get();
    const others = call?.participants.filter((one) => one.participant !== participant.participant) ?? [];
    this.#change({
      invited: invited.filter(({ user }) => user !== participant.user),
      ...(call && { call: { ...call, participants: [...others, participant], ringing: call.ringing.filter((user) => user !== participant.user) } }),
    });
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
    if (reason !== "reconnecting") {
      this.#expected.delete(participant);
      const { call, hands } = this.#state.get();
      const participants = call?.participants.filter((one) => one.participant !== participant) ?? [];
      this.#change({ hands: withHand(hands, participant, false), ...(call && { call: { ...call, participants } }) });
    }
    const known = this.#links.get(participant);
    if (!known) return;
    if (reason === "reconnecting") {
      known.away = true;
    } else {
      known.link.close();
      this.#farewell?.drop(participant);
      this.#links.delete(participant);
    }
    this.#publish();
  }

  /** The call goes by the media server from now on, or by a new session of it. */
  modeChanged(mode: Call["mode"], sfu: SfuInfo | undefined): void {
    const { call } = this.#state.get();
    if (call) this.#change({ call: { ...call, mode, ...(sfu && { sfu }) } });
    // While our own media is being opened, joined() does it.
    if (this.#links.size > 0 || this.#sfu) this.#goBySfu(sfu);
  }

  signal(signal: IncomingSignal): void {
    if (signal.from.startsWith("#")) {
      this.#sfu?.receive(signal);
      return;
    }
    if (this.#farewell?.receive(signal)) return;
    const known = this.#links.get(signal.from);
    if (known) known.link.receive(signal).catch(() => undefined);
    else if (this.#early.length < earlyLimit) this.#early.push(signal);
  }

  mediaChanged(participant: string, media: MediaState): void {
    this.#change({ hands: withHand(this.#state.get().hands, participant, media.hand === true) });
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

  reacted(participant: string, emoji: string): void {
    const id = ++reactionIds;
    this.#change({ reactions: [...this.#state.get().reactions.slice(1 - mostReactions), { id, participant, emoji }] });
    setTimeout(() => this.#change({ reactions: this.#state.get().reactions.filter((one) => one.id !== id) }), reactionMs);
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

  /** Another device of this kind was chosen. */
  async reopen(kind: "camera" | "microphone"): Promise<void> {
    await this.#local.reopen(kind);
  }

  setHold(hold: boolean): void {
    this.#change({ hold });
    for (const link of this.#allLinks()) link.setHold(hold);
    this.#sfu?.setHold(hold);
    this.#sendMedia();
  }

  setHand(hand: boolean): void {
    const { hands } = this.#state.get();
    this.#change({ hand, hands: withHand(hands, this.#options.me, hand) });
    this.#sendMedia();
  }

  /** Seeks new paths: to one participant, or to all of them. */
  async restart(participant?: string): Promise<void> {
    const links = [...this.#links].filter(([id]) => participant === undefined || participant === id);
    this.#sfu?.restart();
    await Promise.all(links.map(([, { link }]) => link.restart()));
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
    this.#monitor.stop();
    this.#stopNetwork();
    for (const { link } of this.#links.values()) link.close();
    this.#links.clear();
    this.#farewell?.drop();
    this.#sfu?.close();
    this.#local.stop();
    const { activeSince } = this.#state.get();
    const measured = activeSince === null ? null : Date.now() - activeSince;
    this.#change({ phase: "ended", endReason: reason, durationMs: durationMs ?? measured, remotes: [], speaking: [], reactions: [] });
  }

  /** The peer connection to one participant, for statistics. */
  peer(participant: string): RTCPeerConnection | undefined {
    return this.#links.get(participant)?.link.peer;
  }

  #named(call: Call): void {
    const { invited, hands } = this.#state.get();
    const isIn = new Set(call.participants.map(({ participant }) => participant));
    const raised = call.participants
      .filter(({ media }) => media?.hand === true)
      .toSorted((a, b) => (a.media?.handAt ?? "").localeCompare(b.media?.handAt ?? ""))
      .map(({ participant }) => participant);
    const kept = hands.filter((one) => isIn.has(one) && (raised.includes(one) || one === this.#options.me));
    this.#change({
      callId: call.id,
      room: call.room,
      call,
      invited: invitedOf(call, invited),
      hands: [...kept, ...raised.filter((one) => !kept.includes(one) && one !== this.#options.me)],
    });
  }

  /** The links from before the connection was lost; whoever left meanwhile is let go. */
  #returning(call: Call): MediaLink[] {
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
    const media = participant.media ?? null;
    if (!this.#sfu) this.#goBySfu(this.#state.get().call?.sfu);
    if (this.#sfu) {
      this.#links.set(id, { link: this.#sfu.remote(id), participant, media, away: false });
      this.#monitor.start();
      this.#publish();
      return;
    }
    const link = new PeerLink({
      rtc,
      polite: me < id,
      offersFirst,
      ice: this.#ice,
      freshIce: () => this.#freshIce(),
      signal: (signal) => this.#sendSignal(id, signal),
      onChange: () => this.#publish(),
    });
    this.#links.set(id, { link, participant, media, away: false });
    link.setHold(this.#state.get().hold);
    link.start(this.#local.tracks, this.#local.state.get().stream);
    this.#monitor.start();
    for (const signal of this.#early.splice(0)) this.signal(signal);
    this.#publish();
  }

  /** Publishes to the media server; the links between browsers stay until media comes by it. */
  #goBySfu(sfu: SfuInfo | undefined): void {
    if (!sfu || this.isOver) return;
    if (this.#sfu) {
      this.#sfu.follow(sfu);
      return;
    }
    const link = new SfuLink(
      {
        rtc: this.#options.rtc,
        sfu,
        ice: this.#ice,
        freshIce: () => this.#freshIce(),
        signal: (to, signal) => this.#sendSignal(to, signal),
        onChange: () => {
          this.#farewell?.check();
          this.#publish();
        },
      },
      this.#local.tracks,
    );
    this.#sfu = link;
    link.setHold(this.#state.get().hold);
    this.#farewell = new MeshFarewell(
      {
        sfu: link,
        tell: (id) => this.#sendSignal(id, { description: { type: "rollback", sdp: "" } }),
        show: (id, shown) => {
          const known = this.#links.get(id);
          if (known) known.link = shown;
          this.#publish();
        },
      },
      new Map([...this.#links].map(([id, known]) => [id, known.link])),
    );
  }

  /** Those that are shown, and those between browsers that have not ended yet. */
  #allLinks(): ReadonlySet<MediaLink> {
    return new Set([...[...this.#links.values()].map(({ link }) => link), ...(this.#farewell?.links ?? [])]);
  }

  #sendSignal(to: string, signal: Signal): void {
    const { callId } = this.#state.get();
    if (callId !== null) this.#options.connection.notify("call.signal", { callId, to, ...signal });
  }

  #sendMedia(): void {
    const { callId } = this.#state.get();
    if (callId === null || this.isOver) return;
    const { hold, hand } = this.#state.get();
    this.#options.connection.notify("call.media", { callId, ...this.#local.mediaState, ...(hold && { hold }), ...(hand && { hand }) });
  }

  #tracksChanged(): void {
    const { audio, video } = this.#local.tracks;
    const { stream } = this.#local.state.get();
    this.#share();
    for (const link of this.#allLinks()) {
      link.setTrack("audio", audio, stream);
      link.setTrack("video", video, stream);
    }
    this.#sfu?.setTracks({ audio, video });
    if (this.#links.size > 0) this.#sendMedia();
  }

  /** The upload is shared by all links. */
  #share(): void {
    const budget = meshBudget(this.#links.size);
    const { screen } = this.#local.state.get();
    for (const { link } of this.#links.values()) link.setBudget(budget, screen);
  }

  async #freshIce(): Promise<IceConfiguration> {
    const { callId } = this.#state.get();
    if (callId === null) return this.#ice;
    this.#ice = await this.#options.connection.request("call.ice", { callId });
    for (const link of this.#allLinks()) link.configure(this.#ice);
    this.#sfu?.configure(this.#ice);
    return this.#ice;
  }

  #publish(): void {
    const before = this.#state.get();
    if (before.phase === "ended") return;
    const remotes = [...this.#links.values()].map(
      ({ link, participant: { participant, user, name }, media, away }): RemoteParticipant => ({
        quality: this.#qualities.get(participant) ?? null,
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
    this.#share();
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
