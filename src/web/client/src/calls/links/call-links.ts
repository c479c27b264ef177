import type { CallSignalEvent, MediaState, Participant, SfuSettings } from "../../protocol/index.ts";
import type { LocalMedia } from "../media/local-media.ts";
import type { Watched } from "../media/monitor.ts";
import type { LinkQuality } from "../media/quality.ts";
import type { Rtc } from "../media/rtc.ts";
import type { RemoteParticipant } from "../session/call-state.ts";
import { SfuLink } from "../sfu/sfu-link.ts";
import { meshBudget } from "./budget.ts";
import type { MediaLink } from "./media-link.ts";
import { MeshFarewell } from "./mesh-farewell.ts";
import { PeerLink } from "./peer-link.ts";
import type { IceConfiguration, Signal } from "./signal.ts";

export interface CallLinksOptions {
  readonly rtc: Rtc;
  readonly me: string;
  readonly local: LocalMedia;
  /** How the call goes by the media server, once it does. */
  readonly sfu: () => SfuSettings | undefined;
  /** `entry`: for which coming in of the other side it is, where that matters. */
  readonly signal: (to: string, signal: Signal, entry?: number) => void;
  /** Fresh credentials; null while the server has not named the call. */
  readonly requestIce: () => Promise<IceConfiguration | null>;
  readonly onChange: () => void;
}

interface RemoteLink {
  link: MediaLink;
  /** As it came in last. */
  participant: Participant;
  /** What it said that it sends; until it has, what arrives counts. */
  media: MediaState | null;
  away: boolean;
}

/** Signals of a call whose participants are not known yet; ICE sends a few dozen at most. */
const earlyLimit = 300;

/** A link to every other participant of a call: from browser to browser, or by the media server once the call has moved there. */
export class CallLinks {
  readonly #options: CallLinksOptions;
  readonly #links = new Map<string, RemoteLink>();
  readonly #early: CallSignalEvent[] = [];
  #ice: IceConfiguration = { iceServers: [] };
  /** From the fifth participant on, the media goes by the media server. */
  #sfu: SfuLink | null = null;
  #farewell: MeshFarewell | null = null;
  /** Who was in the call when we joined, and hasn't left since: linked once our own media had its chance. */
  #expected = new Map<string, Participant>();
  #before: string[] = [];
  #isHeld = false;
  #closed = false;

  constructor(options: CallLinksOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#links.size;
  }

  get watched(): readonly Watched[] {
    return [...this.#links].flatMap(([participant, { link: { peer, stream } }]) => (peer ? [{ participant, peer, stream }] : []));
  }

  remotes(qualities: ReadonlyMap<string, LinkQuality>): readonly RemoteParticipant[] {
    return [...this.#links.values()].map(({ link, participant: { participant, user, name }, media, away }) => ({
      quality: qualities.get(participant) ?? null,
      participant,
      user,
      name,
      media: media ?? arriving(link.stream),
      stream: link.stream,
      link: link.state,
      away,
    }));
  }

  /** The peer connection to one participant, for statistics. */
  peer(participant: string): RTCPeerConnection | undefined {
    return this.#links.get(participant)?.link.peer;
  }

  /** Credentials for the links that are made from now on. */
  setIce(ice: IceConfiguration): void {
    this.#ice = ice;
  }

  /** These are there already, to be linked by `linkExpected`. */
  expect(participants: readonly Participant[]): void {
    this.#expected = new Map(participants.map((participant) => [participant.participant, participant]));
  }

  linkExpected(): void {
    this.goBySfu(this.#options.sfu());
    this.#addMissing([...this.#expected.values()], true);
    this.#expected.clear();
  }

  /** The socket is gone; the links go on by themselves. */
  interrupted(): void {
    this.#before = [...this.#links.keys()];
  }

  /** Back in the call, whose participants these are: whoever left meanwhile is let go, and what was lost on the way is said again. False where there was no link to take up again. */
  resume(participants: readonly Participant[]): boolean {
    const returning = this.#returning(participants);
    if (returning.length === 0) return false;
    this.goBySfu(this.#options.sfu());
    this.#sfu?.recover();
    for (const { participant, media } of participants) {
      const known = this.#links.get(participant);
      if (known) known.media = media;
    }
    this.#addMissing(participants, true);
    for (const link of returning) void link.recover();
    return true;
  }

  /** Somebody came in, or came back. */
  joined(participant: Participant): void {
    const known = this.#links.get(participant.participant);
    if (!known) {
      this.#add(participant, false);
      return;
    }
    known.away = false;
    known.participant = participant;
    known.media = participant.media;
    this.#changed();
    void known.link.recover();
  }

  /** The server has lost somebody's connection and keeps the place. */
  away(participant: string): void {
    const known = this.#links.get(participant);
    if (!known) return;
    known.away = true;
    this.#changed();
  }

  left(participant: string): void {
    this.#expected.delete(participant);
    const known = this.#links.get(participant);
    if (!known) return;
    known.link.close();
    this.#farewell?.drop(participant);
    this.#links.delete(participant);
    this.#changed();
  }

  /** The call goes by the media server from now on, or by a new session of it. */
  moved(sfu: SfuSettings | undefined): void {
    // While our own media is being opened, linkExpected() does it.
    if (this.#links.size > 0 || this.#sfu) this.goBySfu(sfu);
  }

  /** Publishes to the media server; the links between browsers stay until media comes by it. */
  goBySfu(sfu: SfuSettings | undefined): void {
    if (!sfu || this.#closed) return;
    if (this.#sfu) {
      this.#sfu.follow(sfu);
      return;
    }
    const { rtc, local, signal } = this.#options;
    const link = new SfuLink(
      {
        rtc,
        sfu,
        ice: this.#ice,
        freshIce: () => this.#freshIce(),
        signal,
        onChange: () => {
          void this.#farewell?.check();
          this.#changed();
        },
      },
      local.tracks,
    );
    this.#sfu = link;
    link.setHold(this.#isHeld);
    this.#farewell = new MeshFarewell(
      {
        sfu: link,
        tell: (id) => signal(id, { description: { type: "rollback", sdp: "" } }),
        show: (id, shown) => {
          const known = this.#links.get(id);
          if (known) known.link = shown;
          this.#changed();
        },
        isSeen: (id) => {
          const known = this.#links.get(id);
          const { video, screen, hold } = known?.media ?? arriving(known?.link.stream);
          return (video || screen) && hold !== true && !this.#isHeld;
        },
      },
      new Map([...this.#links].map(([id, known]) => [id, known.link])),
    );
  }

  receive(signal: CallSignalEvent): void {
    if (signal.from.startsWith("#")) {
      this.#sfu?.receive(signal);
      return;
    }
    if (this.#farewell?.receive(signal)) return;
    const known = this.#links.get(signal.from);
    if (known) known.link.receive(signal).catch(() => undefined);
    else if (this.#early.length < earlyLimit) this.#early.push(signal);
  }

  /** A participant says what it sends. */
  setMedia(participant: string, media: MediaState): void {
    const expected = this.#expected.get(participant);
    if (expected) this.#expected.set(participant, { ...expected, media });
    const known = this.#links.get(participant);
    if (!known) return;
    known.media = media;
    this.#changed();
  }

  /** Our own tracks are others now. */
  setTracks(): void {
    const { audio, video } = this.#options.local.tracks;
    const { stream } = this.#options.local.state.get();
    this.share();
    for (const link of this.#all()) {
      link.setTrack("audio", audio, stream);
      link.setTrack("video", video, stream);
    }
    this.#sfu?.setTracks({ audio, video });
  }

  setHold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    for (const link of this.#all()) link.setHold(isHeld);
    this.#sfu?.setHold(isHeld);
  }

  /** The upload is shared by all links. */
  share(): void {
    const budget = meshBudget(this.#links.size);
    const { screen } = this.#options.local.state.get();
    for (const { link } of this.#links.values()) link.setBudget(budget, screen);
  }

  /** Seeks new paths: to one participant, or to all of them. */
  async restart(participant?: string): Promise<void> {
    const links = [...this.#links].filter(([id]) => participant === undefined || participant === id);
    this.#sfu?.restart();
    await Promise.all(links.map(([, { link }]) => link.restart()));
  }

  close(): void {
    this.#closed = true;
    for (const { link } of this.#links.values()) link.close();
    this.#links.clear();
    this.#farewell?.drop();
    this.#sfu?.close();
  }

  /** The links from before the connection was lost. */
  #returning(participants: readonly Participant[]): MediaLink[] {
    const present = new Set(participants.map(({ participant }) => participant));
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
      if (known) {
        known.away = false;
        // Whoever has come in again meanwhile is not who they were when the others were named.
        if ((participant.entry ?? 0) > (known.participant.entry ?? 0)) known.participant = participant;
      } else {
        this.#add(participant, offersFirst);
      }
    }
    this.#changed();
  }

  #add(participant: Participant, offersFirst: boolean): void {
    const id = participant.participant;
    if (!this.#sfu) this.goBySfu(this.#options.sfu());
    const link = this.#sfu?.remote(id) ?? this.#peerLink(id, offersFirst);
    this.#links.set(id, { link, participant, media: participant.media, away: false });
    if (link instanceof PeerLink) {
      link.setHold(this.#isHeld);
      link.start(this.#options.local.tracks, this.#options.local.state.get().stream);
      for (const signal of this.#early.splice(0)) this.receive(signal);
    }
    this.#changed();
  }

  #peerLink(id: string, offersFirst: boolean): PeerLink {
    const { rtc, me, signal } = this.#options;
    return new PeerLink({
      rtc,
      polite: me < id,
      offersFirst,
      ice: this.#ice,
      freshIce: () => this.#freshIce(),
      signal: (one, entry) => signal(id, one, entry),
      entry: () => this.#links.get(id)?.participant.entry,
      onChange: () => this.#changed(),
    });
  }

  /** Those that are shown, and those between browsers that have not ended yet. */
  #all(): ReadonlySet<MediaLink> {
    return new Set([...[...this.#links.values()].map(({ link }) => link), ...(this.#farewell?.links ?? [])]);
  }

  async #freshIce(): Promise<IceConfiguration> {
    const fresh = await this.#options.requestIce();
    if (fresh === null) return this.#ice;
    this.#ice = fresh;
    for (const link of this.#all()) link.configure(fresh);
    this.#sfu?.configure(fresh);
    return fresh;
  }

  #changed(): void {
    this.#options.onChange();
  }
}

function arriving(stream: MediaStream | undefined): MediaState {
  const has = (kind: string) => (stream?.getTracks() ?? []).some((track) => track.kind === kind && !track.muted && track.readyState === "live");
  return { audio: has("audio"), video: has("video"), screen: false };
}
