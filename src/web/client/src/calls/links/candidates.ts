import type { IceCandidate } from "../../protocol/index.ts";

/** Far above what one negotiation has; beyond it a candidate is dropped and ICE works with the others. */
const most = 200;

/** The other side's candidates, kept until there is a description that they belong to. */
export class EarlyCandidates {
  #kept: IceCandidate[] = [];

  /** Rejects where the browser refuses it. */
  async add(peer: RTCPeerConnection | undefined, candidate: IceCandidate): Promise<void> {
    if (peer?.remoteDescription) await peer.addIceCandidate(candidate);
    else if (this.#kept.length < most) this.#kept.push(candidate);
  }

  /** A description has come: those that waited for it, in their order. */
  take(): readonly IceCandidate[] {
    return this.#kept.splice(0);
  }

  clear(): void {
    this.#kept = [];
  }
}
