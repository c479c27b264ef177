import type { IceCandidate } from "../../protocol/index.ts";
import { EarlyCandidates } from "../links/candidates.ts";
import { serversOf, type LinkState } from "../links/media-link.ts";
import type { IceConfiguration, Signal } from "../links/signal.ts";
import type { Rtc } from "../media/rtc.ts";

export interface SfuPathOptions {
  readonly rtc: Rtc;
  readonly signal: (signal: Signal) => void;
  readonly onChange: () => void;
  /** Nothing has got through for a while. */
  readonly onInterrupted: () => void;
  /** It can't be mended. */
  readonly onFailed: () => void;
}

const interruptedMs = 4_000;

/** The way to the media server, as sending and receiving have it: one peer connection at a time, its candidates, and how it stands. */
export class SfuPath {
  readonly #options: SfuPathOptions;
  readonly #early = new EarlyCandidates();
  #peer: RTCPeerConnection | undefined;
  #state: LinkState = "connecting";
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SfuPathOptions) {
    this.#options = options;
  }

  get state(): LinkState {
    return this.#state;
  }

  get peer(): RTCPeerConnection | undefined {
    return this.#peer;
  }

  /** Makes a new peer connection, in the place of the one before. */
  open(ice: IceConfiguration): RTCPeerConnection {
    this.discard();
    const { rtc, signal } = this.#options;
    const peer = rtc.createPeer({ ...serversOf(ice), bundlePolicy: "max-bundle" });
    peer.onicecandidate = ({ candidate }) => {
      if (candidate) signal({ candidate: candidate.toJSON() });
    };
    peer.onconnectionstatechange = () => this.#onConnectionState(peer);
    this.#peer = peer;
    return peer;
  }

  configure(ice: IceConfiguration): void {
    const peer = this.#peer;
    peer?.setConfiguration({ ...peer.getConfiguration(), ...serversOf(ice) });
  }

  /** False where there is nothing to send. */
  sendDescription(): boolean {
    const description = this.#peer?.localDescription;
    if (!description) return false;
    this.#options.signal({ description: { type: description.type, sdp: description.sdp } });
    return true;
  }

  /** A candidate that is refused is one path less. */
  async addCandidate(candidate: IceCandidate): Promise<void> {
    await this.#early.add(this.#peer, candidate).catch(() => undefined);
  }

  async addEarlyCandidates(): Promise<void> {
    for (const candidate of this.#early.take()) await this.addCandidate(candidate);
  }

  /** Does it unless something happens to the connection before, or something else is waited for. */
  after(waitMs: number, action: () => void): void {
    this.stopWaiting();
    this.#timer = setTimeout(action, waitMs);
  }

  stopWaiting(): void {
    clearTimeout(this.#timer);
  }

  discard(): void {
    this.stopWaiting();
    const peer = this.#peer;
    if (!peer) return;
    peer.onicecandidate = peer.onconnectionstatechange = null;
    peer.close();
    this.#peer = undefined;
    this.#early.clear();
  }

  #onConnectionState({ connectionState }: RTCPeerConnection): void {
    this.stopWaiting();
    switch (connectionState) {
      case "connected":
        this.#state = "connected";
        break;
      case "disconnected":
        this.#state = "interrupted";
        this.after(interruptedMs, this.#options.onInterrupted);
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
