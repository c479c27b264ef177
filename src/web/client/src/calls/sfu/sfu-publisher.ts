import type { SessionDescription, SfuSettings } from "../../protocol/index.ts";
import type { LinkState, LocalTracks } from "../links/media-link.ts";
import type { IceConfiguration, IncomingSignal, Signal } from "../links/signal.ts";
import type { Rtc } from "../media/rtc.ts";
import { SfuPath } from "./sfu-path.ts";

export interface SfuPublisherOptions {
  readonly rtc: Rtc;
  readonly sfu: SfuSettings;
  readonly ice: IceConfiguration;
  readonly signal: (signal: Signal) => void;
  readonly onChange: () => void;
  /** It can't be mended: another one is to take its place. */
  readonly onFailed: () => void;
}

const answerWithinMs = 10_000;

/** What this page sends to the media server: one microphone and one picture, which may change without a word to the others. */
export class SfuPublisher {
  readonly #options: SfuPublisherOptions;
  readonly #path: SfuPath;
  readonly #peer: RTCPeerConnection;
  #answered = false;
  #closed = false;

  constructor(options: SfuPublisherOptions, tracks: LocalTracks) {
    this.#options = options;
    this.#path = new SfuPath({ ...options, onInterrupted: () => this.#restartIce() });
    const peer = this.#path.open(options.ice);
    this.#peer = peer;
    peer.addTransceiver(tracks.audio ?? "audio", { direction: "sendonly" });
    peer.addTransceiver(tracks.video ?? "video", { direction: "sendonly", sendEncodings: encodings(options.sfu) });
    void this.#offer();
  }

  get state(): LinkState {
    return this.#path.state;
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
    this.#path.configure(ice);
  }

  async receive(signal: IncomingSignal): Promise<void> {
    if (this.#closed) return;
    if (signal.description) await this.#answer(signal.description);
    else if (signal.candidate) await this.#path.addCandidate(signal.candidate);
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
    this.#path.discard();
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
    if (this.#path.sendDescription()) this.#path.after(answerWithinMs, this.#options.onFailed);
  }

  async #answer(description: SessionDescription): Promise<void> {
    if (description.type !== "answer" || this.#peer.signalingState !== "have-local-offer") return;
    this.#path.stopWaiting();
    // At once: an offer of what the others send may come right behind.
    this.#answered = true;
    try {
      await this.#peer.setRemoteDescription(description);
    } catch {
      // An answer of another session of the media server's.
      if (!this.#closed) this.#options.onFailed();
      return;
    }
    if (!this.#closed) await this.#path.addEarlyCandidates();
  }

  #restartIce(): void {
    if (this.#closed || this.#peer.signalingState !== "stable") return;
    this.#peer.restartIce();
    void this.#offer();
  }
}

/** Three sizes, of which the media server sends on the one that fits; the parts add up to what it takes of each participant. */
function encodings({ bitrate, simulcast }: SfuSettings): RTCRtpEncodingParameters[] {
  if (!simulcast) return [{ maxBitrate: bitrate }];
  return [
    { rid: "h", maxBitrate: Math.round(bitrate * 0.65) },
    { rid: "m", maxBitrate: Math.round(bitrate * 0.25), scaleResolutionDownBy: 2 },
    { rid: "l", maxBitrate: Math.round(bitrate * 0.1), scaleResolutionDownBy: 4 },
  ];
}
