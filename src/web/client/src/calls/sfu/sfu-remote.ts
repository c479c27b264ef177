import type { LinkState, MediaLink } from "../links/media-link.ts";

/** One participant's media by the media server. Negotiation is the whole link's, so there is nothing to do here for one. */
export class SfuRemote implements MediaLink {
  readonly stream: MediaStream;
  readonly #state: () => LinkState;
  readonly #peer: () => RTCPeerConnection | undefined;
  readonly #onClose: () => void;
  #isHeld = false;

  constructor(stream: MediaStream, state: () => LinkState, peer: () => RTCPeerConnection | undefined, onClose: () => void) {
    this.stream = stream;
    this.#state = state;
    this.#peer = peer;
    this.#onClose = onClose;
  }

  get state(): LinkState {
    return this.stream.getTracks().length > 0 ? this.#state() : "connecting";
  }

  get peer(): RTCPeerConnection | undefined {
    return this.#peer();
  }

  /** Something of it comes in; where a picture is expected, a frame of it was decoded. */
  async arrives(isPictureExpected: boolean): Promise<boolean> {
    if (this.#state() !== "connected" || !this.stream.getTracks().some((track) => !track.muted && track.readyState === "live")) return false;
    if (!isPictureExpected) return true;
    const pictures = new Set(this.stream.getVideoTracks().map(({ id }) => id));
    const report = await this.#peer()?.getStats().catch(() => undefined);
    let isDecoded = false;
    report?.forEach((one: { type: string; trackIdentifier?: string; framesDecoded?: number }) => {
      if (one.type === "inbound-rtp" && pictures.has(one.trackIdentifier ?? "") && (one.framesDecoded ?? 0) > 0) isDecoded = true;
    });
    return isDecoded;
  }

  take(track: MediaStreamTrack): void {
    for (const old of this.stream.getTracks()) {
      if (old.kind === track.kind && old !== track) this.stream.removeTrack(old);
    }
    track.enabled = !this.#isHeld;
    if (!this.stream.getTracks().includes(track)) this.stream.addTrack(track);
  }

  /** Its section of the connection is another participant's now. */
  lose(track: MediaStreamTrack): void {
    if (this.stream.getTracks().includes(track)) this.stream.removeTrack(track);
  }

  setTrack(): void {
    // What this page sends goes to the media server, once for all.
  }

  setBudget(): void {
    // The server says how much is sent.
  }

  setHold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    for (const track of this.stream.getTracks()) track.enabled = !isHeld;
  }

  configure(): void {
    // The whole link is configured.
  }

  restart(): Promise<void> {
    return Promise.resolve();
  }

  receive(): Promise<void> {
    return Promise.resolve();
  }

  recover(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {
    this.#onClose();
  }
}
