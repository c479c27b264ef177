import { limit, type Budget } from "./budget.ts";
import type { LocalTracks, TrackKind } from "./media-link.ts";

const kinds = ["audio", "video"] as const;

/** What this page sends to one other participant, and whether anything flows at all: over every peer connection that there is to them. */
export class PeerTracks {
  #peer: RTCPeerConnection;
  readonly #tracks: Record<TrackKind, MediaStreamTrack | null> = { audio: null, video: null };
  #stream: MediaStream | null = null;
  #isHeld = false;
  #budget: Budget | null = null;
  #isScreen = false;

  constructor(peer: RTCPeerConnection) {
    this.#peer = peer;
  }

  /** What to send from the beginning. */
  set(tracks: LocalTracks, stream: MediaStream | null): void {
    Object.assign(this.#tracks, tracks);
    this.#stream = stream;
  }

  /** Adds them to a peer connection that has none yet; whoever offers asks for the kinds that it doesn't send, too. */
  addTo(peer: RTCPeerConnection, isOffering: boolean): void {
    this.#peer = peer;
    for (const kind of kinds) {
      const track = this.#tracks[kind];
      if (track) peer.addTrack(track, ...(this.#stream ? [this.#stream] : []));
      else if (isOffering) peer.addTransceiver(kind, { direction: "recvonly" });
    }
    this.keepHeld();
  }

  /** Asks for the kinds that there is no section for. False where there is one for each. */
  askForMissing(): boolean {
    const missing = kinds.filter((kind) => !this.#transceiver(kind));
    for (const kind of missing) this.#peer.addTransceiver(kind, { direction: "recvonly" });
    return missing.length > 0;
  }

  /** Sends another track of this kind, or none. */
  replace(kind: TrackKind, track: MediaStreamTrack | null, stream: MediaStream | null): void {
    if (this.#tracks[kind] === track) return;
    this.#tracks[kind] = track;
    this.#stream = stream;
    const transceiver = this.#transceiver(kind);
    if (!transceiver) {
      if (track) this.#peer.addTrack(track, ...(stream ? [stream] : []));
      return;
    }
    void transceiver.sender.replaceTrack(track).catch(() => undefined);
    void this.limit();
    if (track && !this.#isHeld && transceiver.direction === "recvonly") transceiver.direction = "sendrecv";
  }

  /** On hold nothing flows in either direction: the other side's browser stops sending as well. */
  setHold(isHeld: boolean): void {
    if (this.#isHeld === isHeld) return;
    this.#isHeld = isHeld;
    for (const kind of kinds) this.#direct(kind);
  }

  /** How much may be sent, and whether the picture is a screen. */
  setBudget(budget: Budget, isScreen: boolean): void {
    if (budget === this.#budget && isScreen === this.#isScreen) return;
    this.#budget = budget;
    this.#isScreen = isScreen;
    void this.limit();
  }

  /** A transceiver that an offer made is ours to hold as well. */
  keepHeld(): void {
    if (this.#isHeld) for (const kind of kinds) this.#direct(kind);
  }

  /** Holds the senders to the budget, those that have just been negotiated as well. */
  async limit(): Promise<void> {
    const budget = this.#budget;
    if (!budget || this.#peer.signalingState === "closed") return;
    await Promise.all(this.#peer.getTransceivers().map(({ sender }) => limit(sender, budget, this.#isScreen)));
  }

  #direct(kind: TrackKind): void {
    const transceiver = this.#transceiver(kind);
    const direction = this.#isHeld ? "inactive" : this.#tracks[kind] ? "sendrecv" : "recvonly";
    if (transceiver && transceiver.direction !== direction) transceiver.direction = direction;
  }

  #transceiver(kind: TrackKind): RTCRtpTransceiver | undefined {
    return this.#peer
      .getTransceivers()
      .find(({ sender, receiver, stopped }: RTCRtpTransceiver & { stopped?: boolean }) =>
        stopped !== true && (sender.track?.kind ?? receiver.track.kind) === kind,
      );
  }
}
