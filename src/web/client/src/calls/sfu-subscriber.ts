import type { Candidate, Description, IceConfiguration, SfuStream, Signal } from "../protocol/index.ts";
import { serversOf, type LinkState } from "./media-link.ts";
import { sessionOf } from "./peer-link.ts";
import type { Rtc } from "./rtc.ts";

export interface SfuSubscriberOptions {
  readonly rtc: Rtc;
  readonly ice: IceConfiguration;
  readonly signal: (signal: Signal) => void;
  readonly onTrack: (participant: string, track: MediaStreamTrack) => void;
  readonly onChange: () => void;
  readonly onFailed: () => void;
}

const interruptedMs = 4_000;

/**
 * What the media server sends here: everybody else's media by one peer connection. The server offers, one offer at a time; an offer of
 * another session of the server's gets a new peer connection.
 */
export class SfuSubscriber {
  readonly #options: SfuSubscriberOptions;
  #ice: IceConfiguration;
  #peer: RTCPeerConnection | undefined;
  #session: string | null = null;
  #early: Candidate[] = [];
  #state: LinkState = "connecting";
  #closed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** One signal after the other: an offer takes several steps. */
  #turn: Promise<void> = Promise.resolve();

  constructor(options: SfuSubscriberOptions) {
    this.#options = options;
    this.#ice = options.ice;
  }

  get state(): LinkState {
    return this.#state;
  }

  get peer(): RTCPeerConnection | undefined {
    return this.#peer;
  }

  configure(ice: IceConfiguration): void {
    this.#ice = ice;
    const peer = this.#peer;
    peer?.setConfiguration({ ...peer.getConfiguration(), ...serversOf(ice) });
  }

  receive(signal: { description?: Description; candidate?: Candidate; streams?: readonly SfuStream[] }): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      if (this.#closed) return;
      try {
        if (signal.description?.type === "offer") await this.#answer(signal.description, signal.streams ?? []);
        else if (signal.candidate) await this.#addCandidate(signal.candidate);
      } catch {
        if (signal.description && !this.#isClosed()) this.#options.onFailed();
      }
    });
    return this.#turn;
  }

  /** After a time without signalling: an offer that was lost on the way comes again, and a broken path is sought anew. */
  recover(): void {
    if (this.#closed) return;
    if (this.#peer?.connectionState !== "connected") this.#askAgain();
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
    this.#discard();
  }

  #isClosed(): boolean {
    return this.#closed;
  }

  async #answer(offer: Description, streams: readonly SfuStream[]): Promise<void> {
    const session = sessionOf(offer.sdp);
    if (!this.#peer || session !== this.#session) {
      this.#discard();
      this.#session = session;
      this.#peer = this.#createPeer();
    }
    const peer = this.#peer;
    await peer.setRemoteDescription(offer);
    for (const candidate of this.#early.splice(0)) await this.#addCandidate(candidate);
    this.#assign(peer, streams);
    await peer.setLocalDescription();
    const answer = peer.localDescription;
    if (answer && !this.#isClosed()) this.#options.signal({ description: { type: answer.type, sdp: answer.sdp } });
    this.#options.onChange();
  }

  #assign(peer: RTCPeerConnection, streams: readonly SfuStream[]): void {
    const transceivers = peer.getTransceivers();
    for (const { mid, participant } of streams) {
      const transceiver = transceivers.find((one) => one.mid === mid);
      if (transceiver) this.#options.onTrack(participant, transceiver.receiver.track);
    }
  }

  async #addCandidate(candidate: Candidate): Promise<void> {
    if (this.#peer?.remoteDescription) await this.#peer.addIceCandidate(candidate).catch(() => undefined);
    else if (this.#early.length < 200) this.#early.push(candidate);
  }

  #createPeer(): RTCPeerConnection {
    const { rtc, signal } = this.#options;
    const peer = rtc.createPeer({ ...serversOf(this.#ice), bundlePolicy: "max-bundle" });
    peer.onicecandidate = ({ candidate }) => {
      if (candidate) signal({ candidate: candidate.toJSON() as Candidate });
    };
    peer.onconnectionstatechange = () => this.#onConnectionState(peer);
    return peer;
  }

  #discard(): void {
    clearTimeout(this.#timer);
    const peer = this.#peer;
    if (!peer) return;
    peer.onicecandidate = peer.onconnectionstatechange = null;
    peer.close();
    this.#peer = undefined;
    this.#early = [];
  }

  #onConnectionState(peer: RTCPeerConnection): void {
    clearTimeout(this.#timer);
    switch (peer.connectionState) {
      case "connected":
        this.#state = "connected";
        break;
      case "disconnected":
        this.#state = "interrupted";
        this.#timer = setTimeout(() => this.#askAgain(), interruptedMs);
        break;
      case "failed":
        this.#options.onFailed();
        return;
      default:
        break;
    }
    this.#options.onChange();
  }
}
