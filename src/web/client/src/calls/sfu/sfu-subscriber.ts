import type { SessionDescription, SfuStream } from "../../protocol/index.ts";
import type { LinkState } from "../links/media-link.ts";
import { sessionOf } from "../links/sdp.ts";
import type { IceConfiguration, IncomingSignal, Signal } from "../links/signal.ts";
import type { Rtc } from "../media/rtc.ts";
import { SfuPath } from "./sfu-path.ts";

export interface SfuSubscriberOptions {
  readonly rtc: Rtc;
  readonly ice: IceConfiguration;
  readonly signal: (signal: Signal) => void;
  readonly onTrack: (participant: string, track: MediaStreamTrack) => void;
  readonly onChange: () => void;
  readonly onFailed: () => void;
}

/**
 * What the media server sends here: everybody else's media by one peer connection. The server offers, one offer at a time; an offer of
 * another session of the server's gets a new peer connection.
 */
export class SfuSubscriber {
  readonly #options: SfuSubscriberOptions;
  readonly #path: SfuPath;
  #ice: IceConfiguration;
  #session: string | null = null;
  #closed = false;
  /** One signal after the other: an offer takes several steps. */
  #turn: Promise<void> = Promise.resolve();

  constructor(options: SfuSubscriberOptions) {
    this.#options = options;
    this.#ice = options.ice;
    this.#path = new SfuPath({ ...options, onInterrupted: () => this.#askAgain() });
  }

  get state(): LinkState {
    return this.#path.state;
  }

  get peer(): RTCPeerConnection | undefined {
    return this.#path.peer;
  }

  configure(ice: IceConfiguration): void {
    this.#ice = ice;
    this.#path.configure(ice);
  }

  receive(signal: IncomingSignal): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      if (this.#closed) return;
      try {
        if (signal.description?.type === "offer") await this.#answer(signal.description, signal.streams ?? []);
        else if (signal.candidate) await this.#path.addCandidate(signal.candidate);
      } catch {
        if (signal.description && !this.#isClosed()) this.#options.onFailed();
      }
    });
    return this.#turn;
  }

  /** After a time without signalling: an offer that was lost on the way comes again, and a broken path is sought anew. */
  recover(): void {
    if (this.#closed) return;
    if (this.peer?.connectionState !== "connected") this.#askAgain();
  }

  /** Seeks a path anew. */
  restart(): void {
    this.#askAgain();
  }

  /** An offer or answer may have been lost on the way: the last offer is wanted again. */
  #askAgain(): void {
    if (!this.#closed) this.#options.signal({ description: { type: "rollback", sdp: "" } });
  }

  close(): void {
    this.#closed = true;
    this.#path.discard();
  }

  #isClosed(): boolean {
    return this.#closed;
  }

  async #answer(offer: SessionDescription, streams: readonly SfuStream[]): Promise<void> {
    const session = sessionOf(offer.sdp);
    const known = session === this.#session ? this.peer : undefined;
    const peer = known ?? this.#path.open(this.#ice);
    this.#session = session;
    await peer.setRemoteDescription(offer);
    await this.#path.addEarlyCandidates();
    this.#assign(peer, streams);
    await peer.setLocalDescription();
    if (!this.#isClosed()) this.#path.sendDescription();
    this.#options.onChange();
  }

  #assign(peer: RTCPeerConnection, streams: readonly SfuStream[]): void {
    const transceivers = peer.getTransceivers();
    for (const { mid, participant } of streams) {
      const transceiver = transceivers.find((one) => one.mid === mid);
      if (transceiver) this.#options.onTrack(participant, transceiver.receiver.track);
    }
  }
}
