import type { IceCandidate, SessionDescription } from "../../protocol/index.ts";
import type { Rtc } from "../media/rtc.ts";
import type { Budget } from "./budget.ts";
import { EarlyCandidates } from "./candidates.ts";
import { serversOf, type LinkState, type LocalTracks, type MediaLink, type TrackKind } from "./media-link.ts";
import { PeerTracks } from "./peer-tracks.ts";
import { sessionOf } from "./sdp.ts";
import type { IceConfiguration, IncomingSignal, Signal } from "./signal.ts";

export interface PeerLinkOptions {
  readonly rtc: Rtc;
  /** Gives way when both sides offer at once. Exactly one side of a pair is polite. */
  readonly polite: boolean;
  /** Who came last offers first; the other side only when no offer came for a while. */
  readonly offersFirst: boolean;
  readonly ice: IceConfiguration;
  readonly freshIce: () => Promise<IceConfiguration>;
  /** What is said, and to which coming in of the other side. */
  readonly signal: (signal: Signal, entry: number | undefined) => void;
  /** Which coming in of the other side is the last; undefined where the server doesn't say. */
  readonly entry: () => number | undefined;
  readonly onChange: () => void;
}

const waitForOfferMs = 6_000;
const interruptedMs = 4_000;
/** A restart whose offer or answer was lost on the way has no event to tell so. */
const retryMs = 10_000;

/**
 * The media to one other participant: perfect negotiation (W3C webrtc-pc §10.7), ICE restart when the path fails, and a
 * new peer connection when the other side has made one (its page was loaded again).
 */
export class PeerLink implements MediaLink {
  readonly #options: PeerLinkOptions;
  #peer: RTCPeerConnection;
  #stream: MediaStream;
  #state: LinkState = "connecting";
  #mayOffer: boolean;
  #makingOffer = false;
  #ignoresOffer = false;
  #settingAnswer = false;
  #remoteSession: string | null = null;
  /** With which coming in of the other side this is being negotiated: a page that has come since knows nothing of it. */
  #counterpart: number | undefined;
  readonly #early = new EarlyCandidates();
  #closed = false;
  #ice: IceConfiguration;
  #offerTimer: ReturnType<typeof setTimeout> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #tracks: PeerTracks;

  constructor(options: PeerLinkOptions) {
    this.#options = options;
    this.#mayOffer = options.offersFirst;
    this.#stream = options.rtc.createStream();
    this.#ice = options.ice;
    this.#peer = this.#createPeer();
    this.#tracks = new PeerTracks(this.#peer);
  }

  /** What the other side sends. The same object until it makes a new peer connection. */
  get stream(): MediaStream {
    return this.#stream;
  }

  get state(): LinkState {
    return this.#state;
  }

  get peer(): RTCPeerConnection {
    return this.#peer;
  }

  /** Begins to negotiate with the tracks there are; kinds without a track are only received. */
  start(tracks: LocalTracks, stream: MediaStream | null): void {
    this.#tracks.set(tracks, stream);
    this.#tracks.addTo(this.#peer, this.#mayOffer);
    if (!this.#mayOffer) this.#offerTimer = setTimeout(() => this.#offerAfterAll(), waitForOfferMs);
  }

  setTrack(kind: TrackKind, track: MediaStreamTrack | null, stream: MediaStream | null): void {
    this.#tracks.replace(kind, track, stream);
  }

  setHold(isHeld: boolean): void {
    this.#tracks.setHold(isHeld);
  }

  setBudget(budget: Budget, isScreen: boolean): void {
    this.#tracks.setBudget(budget, isScreen);
  }

  /** Other servers for the next gathering of candidates. */
  configure(ice: IceConfiguration): void {
    this.#ice = ice;
    if (!this.#closed) this.#peer.setConfiguration({ ...this.#peer.getConfiguration(), ...serversOf(this.#ice) });
  }

  async receive(signal: IncomingSignal): Promise<void> {
    if (signal.description) await this.#describe(signal.description);
    else if (signal.candidate) await this.#addCandidate(signal.candidate);
  }

  /** After a time without signalling: what was lost on the way is sent again, and a broken path is sought anew. */
  async recover(): Promise<void> {
    if (this.#closed) return;
    const pending = this.#peer.signalingState === "have-local-offer" ? this.#peer.localDescription : null;
    if (pending) this.#sendDescription(pending);
    else if (this.#peer.connectionState !== "connected") await this.#restartIce();
  }

  /** Seeks a path anew: the network changed, or the user asked for it. */
  async restart(): Promise<void> {
    if (this.#closed) return;
    if (this.#peer.connectionState === "new" || this.#peer.signalingState === "have-local-offer") await this.recover();
    else await this.#restartIce();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#offerTimer);
    clearTimeout(this.#timer);
    this.#discard(this.#peer);
  }

  #createPeer(): RTCPeerConnection {
    const peer = this.#options.rtc.createPeer({ ...serversOf(this.#ice), bundlePolicy: "max-bundle" });
    peer.onnegotiationneeded = () => void this.#offer();
    peer.onicecandidate = ({ candidate }) => {
      if (candidate) this.#options.signal({ candidate: candidate.toJSON() }, this.#counterpart);
    };
    peer.ontrack = ({ track }) => this.#onTrack(track);
    peer.onconnectionstatechange = () => this.#onConnectionState(peer);
    return peer;
  }

  #discard(peer: RTCPeerConnection): void {
    peer.onnegotiationneeded = peer.onicecandidate = peer.ontrack = peer.onconnectionstatechange = null;
    peer.close();
  }

  async #offer(): Promise<void> {
    if (!this.#mayOffer || this.#closed) return;
    const peer = this.#peer;
    try {
      this.#makingOffer = true;
      this.#counterpart = this.#options.entry();
      await peer.setLocalDescription();
      if (peer === this.#peer && peer.localDescription) this.#sendDescription(peer.localDescription);
    } catch {
      // The state changed meanwhile (an offer of the other side came): the browser asks again when it is stable.
    } finally {
      this.#makingOffer = false;
    }
  }

  #offerAfterAll(): void {
    if (this.#mayOffer || this.#closed) return;
    this.#mayOffer = true;
    // A new transceiver makes the browser ask for an offer by itself.
    if (!this.#tracks.askForMissing()) void this.#offer();
  }

  async #describe(description: SessionDescription): Promise<void> {
    if (this.#closed) return;
    const from = this.#options.entry();
    const session = sessionOf(description.sdp);
    if (this.#remoteSession !== null && session !== null && session !== this.#remoteSession) {
      this.#replacePeer(description.type);
      if (description.type !== "offer") return;
    }
    const peer = this.#peer;
    const isReady = !this.#makingOffer && (peer.signalingState === "stable" || this.#settingAnswer);
    const collides = description.type === "offer" && !isReady;
    this.#ignoresOffer = collides && !this.#options.polite;
    if (this.#ignoresOffer) return;
    if (description.type === "answer" && peer.signalingState !== "have-local-offer") return;
    this.#mayOffer = true;
    clearTimeout(this.#offerTimer);
    this.#remoteSession = session ?? this.#remoteSession;
    this.#settingAnswer = description.type === "answer";
    try {
      await peer.setRemoteDescription(description);
    } finally {
      this.#settingAnswer = false;
    }
    if (peer !== this.#peer) return;
    for (const candidate of this.#early.take()) await this.#addCandidate(candidate);
    if (description.type !== "offer") return;
    this.#tracks.keepHeld();
    this.#counterpart = from;
    await peer.setLocalDescription();
    if (peer.localDescription) this.#sendDescription(peer.localDescription, from);
    void this.#tracks.limit();
  }

  async #addCandidate(candidate: IceCandidate): Promise<void> {
    if (this.#closed) return;
    try {
      await this.#early.add(this.#peer, candidate);
    } catch (error) {
      // A candidate of an offer that was ignored belongs to nothing here.
      if (!this.#ignoresOffer) throw error;
    }
  }

  /** The other side's page has a new peer connection; the old one can't continue with it. */
  #replacePeer(remote: SessionDescription["type"]): void {
    this.#discard(this.#peer);
    this.#early.clear();
    this.#makingOffer = this.#ignoresOffer = this.#settingAnswer = false;
    this.#remoteSession = null;
    this.#mayOffer = remote !== "offer";
    this.#stream = this.#options.rtc.createStream();
    this.#peer = this.#createPeer();
    this.#tracks.addTo(this.#peer, this.#mayOffer);
    this.#setState("connecting");
  }

  /** An offer is for whoever is there by now, an answer for who has offered. */
  #sendDescription({ type, sdp }: RTCSessionDescription, to = this.#options.entry()): void {
    this.#counterpart = to;
    this.#options.signal({ description: { type, sdp } }, to);
  }

  #onTrack(track: MediaStreamTrack): void {
    for (const old of this.#stream.getTracks()) {
      if (old.kind === track.kind && old !== track) this.#stream.removeTrack(old);
    }
    this.#stream.addTrack(track);
    track.onmute = track.onunmute = track.onended = () => this.#options.onChange();
    this.#options.onChange();
  }

  #onConnectionState(peer: RTCPeerConnection): void {
    if (peer !== this.#peer || this.#closed) return;
    switch (peer.connectionState) {
      case "connected":
        clearTimeout(this.#timer);
        this.#setState("connected");
        void this.#tracks.limit();
        break;
      case "disconnected":
        this.#setState("interrupted");
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => void this.#restartIce(), interruptedMs);
        break;
      case "failed":
        this.#setState("interrupted");
        clearTimeout(this.#timer);
        void this.#restartIce();
        break;
      default:
        break;
    }
  }

  async #restartIce(): Promise<void> {
    const peer = this.#peer;
    try {
      const ice = await this.#options.freshIce();
      if (this.#closed || peer !== this.#peer) return;
      this.configure(ice);
    } catch {
      // Without a connection to the server the old credentials have to do.
    }
    if (this.#closed || peer !== this.#peer) return;
    this.#mayOffer = true;
    peer.restartIce();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#retry(peer), retryMs);
  }

  async #retry(peer: RTCPeerConnection): Promise<void> {
    if (peer !== this.#peer || this.#closed || peer.connectionState === "connected") return;
    await this.recover();
    this.#timer = setTimeout(() => void this.#retry(peer), retryMs);
  }

  #setState(state: LinkState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#options.onChange();
  }
}
