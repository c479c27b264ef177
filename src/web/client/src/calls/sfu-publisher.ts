import type { Candidate, Description, IceConfiguration, Signal, SfuInfo } from "../protocol/index.ts";
import { serversOf, type LinkState, type LocalTracks } from "./media-link.ts";
import type { Rtc } from "./rtc.ts";

export interface SfuPublisherOptions {
  readonly rtc: Rtc;
  readonly sfu: SfuInfo;
  readonly ice: IceConfiguration;
  readonly signal: (signal: Signal) => void;
  readonly onChange: () => void;
  /** It can't be mended: another one is to take its place. */
  readonly onFailed: () => void;
}

const answerWithinMs = 10_000;
const interruptedMs = 4_000;

/** What this page sends to the media server: one microphone and one picture, which may change without a word to the others. */
export class SfuPublisher {
  readonly #options: SfuPublisherOptions;
  readonly #peer: RTCPeerConnection;
  readonly #early: Candidate[] = [];
  #state: LinkState = "connecting";
  #answered = false;
  #closed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SfuPublisherOptions, tracks: LocalTracks) {
    this.#options = options;
    const peer = options.rtc.createPeer({ ...serversOf(options.ice), bundlePolicy: "max-bundle" });
    this.#peer = peer;
    peer.onicecandidate = ({ candidate }) => {
      if (candidate) options.signal({ candidate: candidate.toJSON() as Candidate });
    };
    peer.onconnectionstatechange = () => this.#onConnectionState();
    peer.addTransceiver(tracks.audio ?? "audio", { direction: "sendonly" });
    peer.addTransceiver(tracks.video ?? "video", { direction: "sendonly", sendEncodings: encodings(options.sfu) });
    void this.#offer();
  }

  get state(): LinkState {
    return this.#state;
  }

  get peer(): RTCPeerConnection {
    return this.#peer;
  }

  /** The media server has agreed once: what it says of receiving is of this connection's time. */
  get isAnswered(): boolean {
    return this.#answered;
  }

  setTracks(tracks: LocalTracks): void {
    const [audio, video] = this.#peer.getTransceivers();
    for (const [transceiver, track] of [
      [audio, tracks.audio],
      [video, tracks.video],
    ] as const) {
      if (transceiver && transceiver.sender.track !== track) void transceiver.sender.replaceTrack(track).catch(() => undefined);
    }
  }

  configure(ice: IceConfiguration): void {
    this.#peer.setConfiguration({ ...this.#peer.getConfiguration(), ...serversOf(ice) });
  }

  async receive(signal: { description?: Description; candidate?: Candidate }): Promise<void> {
    if (this.#closed) return;
    if (signal.description) await this.#answer(signal.description);
    else if (signal.candidate) await this.#addCandidate(signal.candidate);
  }

  /** Seeks a path anew. */
  restart(): void {
    if (this.#answered) this.#restartIce();
    else this.recover();
  }

  /** After a time without signalling: an offer that was lost on the way is sent again. */
  recover(): void {
    if (this.#peer.signalingState === "have-local-offer") this.#send();
    else if (this.#peer.connectionState !== "connected") this.#restartIce();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#peer.onicecandidate = this.#peer.onconnectionstatechange = null;
    this.#peer.close();
  }

  async #offer(): Promise<void> {
    try {
      await this.#peer.setLocalDescription();
    } catch {
      if (!this.#closed) this.#options.onFailed();
      return;
    }
    if (!this.#closed) this.#send();
  }

  #send(): void {
    const description = this.#peer.localDescription;
    if (!description) return;
    this.#options.signal({ description: { type: description.type, sdp: description.sdp } });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#options.onFailed(), answerWithinMs);
  }

  async #answer(description: Description): Promise<void> {
    if (description.type !== "answer" || this.#peer.signalingState !== "have-local-offer") return;
    clearTimeout(this.#timer);
    // At once: an offer of what the others send may come right behind.
    this.#answered = true;
    try {
      await this.#peer.setRemoteDescription(description);
    } catch {
      // An answer of another session of the media server's.
      if (!this.#closed) this.#options.onFailed();
      return;
    }
    if (this.#closed) return;
    for (const candidate of this.#early.splice(0)) await this.#addCandidate(candidate);
  }

  async #addCandidate(candidate: Candidate): Promise<void> {
    if (this.#peer.remoteDescription) await this.#peer.addIceCandidate(candidate).catch(() => undefined);
    else if (this.#early.length < 200) this.#early.push(candidate);
  }

  #onConnectionState(): void {
    clearTimeout(this.#timer);
    switch (this.#peer.connectionState) {
      case "connected":
        this.#state = "connected";
        break;
      case "disconnected":
        this.#state = "interrupted";
        this.#timer = setTimeout(() => this.#restartIce(), interruptedMs);
        break;
      case "failed":
        this.#options.onFailed();
        return;
      default:
        break;
    }
    this.#options.onChange();
  }

  #restartIce(): void {
    if (this.#closed || this.#peer.signalingState !== "stable") return;
    this.#peer.restartIce();
    void this.#offer();
  }
}

/** Three sizes, of which the media server sends on the one that fits; the parts add up to what it takes of each participant. */
function encodings({ bitrate, simulcast }: SfuInfo): RTCRtpEncodingParameters[] {
  if (!simulcast) return [{ maxBitrate: bitrate }];
  return [
    { rid: "h", maxBitrate: Math.round(bitrate * 0.65) },
    { rid: "m", maxBitrate: Math.round(bitrate * 0.25), scaleResolutionDownBy: 2 },
    { rid: "l", maxBitrate: Math.round(bitrate * 0.1), scaleResolutionDownBy: 4 },
  ];
}
