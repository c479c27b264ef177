import type { CallSignalEvent, SfuSettings } from "../../protocol/index.ts";
import type { LinkState, LocalTracks } from "../links/media-link.ts";
import type { IceConfiguration, Signal } from "../links/signal.ts";
import type { Rtc } from "../media/rtc.ts";
import { SfuPublisher } from "./sfu-publisher.ts";
import { SfuRemote } from "./sfu-remote.ts";
import { SfuSubscriber } from "./sfu-subscriber.ts";

/** The names that reach the media server (protocol §4). */
export const sfuPublish = "#sfu/publish";
export const sfuSubscribe = "#sfu/subscribe";

export interface SfuLinkOptions {
  readonly rtc: Rtc;
  readonly sfu: SfuSettings;
  readonly ice: IceConfiguration;
  readonly freshIce: () => Promise<IceConfiguration>;
  readonly signal: (to: string, signal: Signal) => void;
  readonly onChange: () => void;
}

const firstPauseMs = 1_000;
const longestPauseMs = 15_000;
const offerWithinMs = 5_000;

/**
 * The media of a call by a media server: one connection for what this page sends, one for what everybody else sends. When either can't be
 * mended, both are made anew, with a growing pause.
 */
export class SfuLink {
  readonly #options: SfuLinkOptions;
  readonly #remotes = new Map<string, SfuRemote>();
  #sfu: SfuSettings;
  #ice: IceConfiguration;
  #tracks: LocalTracks;
  #publisher: SfuPublisher;
  #subscriber: SfuSubscriber;
  #pauseMs = firstPauseMs;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #offerTimer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  #wasConnected = false;
  #isHeld = false;

  constructor(options: SfuLinkOptions, tracks: LocalTracks) {
    this.#options = options;
    this.#sfu = options.sfu;
    this.#ice = options.ice;
    this.#tracks = tracks;
    this.#publisher = this.#publish();
    this.#subscriber = this.#subscribe();
  }

  get publisher(): RTCPeerConnection {
    return this.#publisher.peer;
  }

  get subscriber(): RTCPeerConnection | undefined {
    return this.#subscriber.peer;
  }

  /** What a participant sends, as a link like any other. The same object until they leave. */
  remote(participant: string): SfuRemote {
    let remote = this.#remotes.get(participant);
    if (!remote) {
      remote = new SfuRemote(
        this.#options.rtc.createStream(),
        () => this.#stateOf(),
        () => this.#subscriber.peer,
        () => this.#remotes.delete(participant),
      );
      remote.setHold(this.#isHeld);
      this.#remotes.set(participant, remote);
    }
    return remote;
  }

  setTracks(tracks: LocalTracks): void {
    this.#tracks = tracks;
    this.#publisher.setTracks(this.#sent);
  }

  /** On hold nothing is sent, and what comes in is neither seen nor heard. */
  setHold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    this.#publisher.setTracks(this.#sent);
    for (const remote of this.#remotes.values()) remote.setHold(isHeld);
  }

  /** Seeks paths anew. */
  restart(): void {
    this.#publisher.restart();
    if (this.#publisher.isAnswered) this.#subscriber.restart();
  }

  configure(ice: IceConfiguration): void {
    this.#ice = ice;
    this.#publisher.configure(ice);
    this.#subscriber.configure(ice);
  }

  /** The server says how it stands now: in a new session, nothing of what was negotiated counts any more. */
  follow(sfu: SfuSettings): void {
    const isSame = sfu.session === this.#sfu.session;
    this.#sfu = sfu;
    if (isSame) return;
    this.#pauseMs = firstPauseMs;
    this.#renew();
  }

  receive(signal: CallSignalEvent): void {
    if (signal.from === sfuPublish) void this.#publisher.receive(signal);
    // Before our offer is answered, what is offered is meant for the page that was here before.
    else if (this.#publisher.isAnswered) void this.#subscriber.receive(signal);
  }

  recover(): void {
    this.#publisher.recover();
    if (this.#publisher.isAnswered) this.#subscriber.recover();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#offerTimer);
    this.#publisher.close();
    this.#subscriber.close();
  }

  get #sent(): LocalTracks {
    return this.#isHeld ? { audio: null, video: null } : this.#tracks;
  }

  #publish(): SfuPublisher {
    const { rtc, signal } = this.#options;
    return new SfuPublisher(
      {
        rtc,
        sfu: this.#sfu,
        ice: this.#ice,
        signal: (one) => signal(sfuPublish, one),
        onChange: () => this.#changed(),
        onFailed: () => this.#failed(),
      },
      this.#sent,
    );
  }

  #subscribe(): SfuSubscriber {
    const { rtc, signal } = this.#options;
    return new SfuSubscriber({
      rtc,
      ice: this.#ice,
      signal: (one) => signal(sfuSubscribe, one),
      onTrack: (participant, track) => this.#arrived(participant, track),
      onChange: () => this.#changed(),
      onFailed: () => this.#failed(),
    });
  }

  #changed(): void {
    if (this.#publisher.state === "connected" && this.#subscriber.state === "connected") {
      this.#pauseMs = firstPauseMs;
      this.#wasConnected = true;
    }
    this.#expectOffer();
    this.#options.onChange();
  }

  /** Where others are and nothing of them was offered, the offer was lost on the way. */
  #expectOffer(): void {
    if (this.#offerTimer !== undefined || this.#publisher.state !== "connected" || this.#subscriber.peer || this.#closed) return;
    const subscriber = this.#subscriber;
    this.#offerTimer = setTimeout(() => {
      this.#offerTimer = undefined;
      if (subscriber !== this.#subscriber || subscriber.peer || this.#remotes.size === 0) return;
      subscriber.recover();
      this.#expectOffer();
    }, offerWithinMs);
  }

  #stateOf(): LinkState {
    const state = this.#subscriber.state;
    return state === "connecting" && this.#wasConnected ? "interrupted" : state;
  }

  #arrived(participant: string, track: MediaStreamTrack): void {
    for (const [other, remote] of this.#remotes) if (other !== participant) remote.lose(track);
    this.remote(participant).take(track);
    track.onmute = track.onunmute = track.onended = () => this.#options.onChange();
    this.#options.onChange();
  }

  #failed(): void {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#tryAgain(), this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, longestPauseMs);
    this.#options.onChange();
  }

  async #tryAgain(): Promise<void> {
    try {
      this.#ice = await this.#options.freshIce();
    } catch {
      // Without a connection to the server the old credentials have to do.
    }
    this.#renew();
  }

  #renew(): void {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    this.#publisher.close();
    this.#subscriber.close();
    this.#publisher = this.#publish();
    this.#subscriber = this.#subscribe();
    this.#options.onChange();
  }
}
