import type { CallSignalEvent } from "../../protocol/index.ts";
import type { SfuLink } from "../sfu/sfu-link.ts";
import type { MediaLink } from "./media-link.ts";

export interface MeshFarewellOptions {
  readonly sfu: SfuLink;
  /** Tells a participant that their media comes by the media server now. */
  readonly tell: (participant: string) => void;
  /** From now on this participant is seen by this link. */
  readonly show: (participant: string, link: MediaLink) => void;
  /** Whether this participant says that it sends a picture. */
  readonly isSeen: (participant: string) => boolean;
}

interface Leaving {
  readonly link: MediaLink;
  shown: boolean;
  told: boolean;
  timer: ReturnType<typeof setTimeout>;
}

/** Who sends nothing at all is not waited for, nor is a word that was lost. */
const longestMs = 60_000;
/** No event tells of the first frame. */
const lookEveryMs = 200;

/**
 * The links between browsers while their call moves to a media server: each is kept until both sides receive by the media server, and
 * have decoded a frame of a picture that comes by it.
 */
export class MeshFarewell {
  readonly #options: MeshFarewellOptions;
  readonly #leaving = new Map<string, Leaving>();
  readonly #looking: ReturnType<typeof setInterval> | undefined;
  #isChecking = false;

  constructor(options: MeshFarewellOptions, links: ReadonlyMap<string, MediaLink>) {
    this.#options = options;
    for (const [participant, link] of links) {
      this.#leaving.set(participant, { link, shown: false, told: false, timer: setTimeout(() => this.#giveUp(participant), longestMs) });
    }
    this.#looking = links.size > 0 ? setInterval(() => void this.check(), lookEveryMs) : undefined;
  }

  /** Media may have come by the media server. */
  async check(): Promise<void> {
    if (this.#isChecking) return;
    this.#isChecking = true;
    for (const [participant, leaving] of [...this.#leaving]) {
      if (!leaving.shown) await this.#look(participant, leaving);
    }
    this.#isChecking = false;
  }

  /** A signal of a participant's, if it belongs to a link that is still there. */
  receive(signal: CallSignalEvent): boolean {
    const leaving = this.#leaving.get(signal.from);
    if (!leaving) return false;
    if (signal.description?.type === "rollback") {
      leaving.told = true;
      this.#finish(signal.from, leaving);
    } else {
      leaving.link.receive(signal).catch(() => undefined);
    }
    return true;
  }

  /** The links, for what all links are told. */
  get links(): readonly MediaLink[] {
    return [...this.#leaving.values()].map(({ link }) => link);
  }

  /** A participant left the call, or it is over. */
  drop(participant?: string): void {
    for (const id of participant === undefined ? [...this.#leaving.keys()] : [participant]) this.#close(id);
  }

  async #look(participant: string, leaving: Leaving): Promise<void> {
    const { sfu, isSeen, tell } = this.#options;
    if (!(await sfu.remote(participant).arrives(isSeen(participant)))) return;
    // It may have left, or been given up, meanwhile.
    if (this.#leaving.get(participant) !== leaving) return;
    this.#show(participant, leaving);
    tell(participant);
    this.#finish(participant, leaving);
  }

  #giveUp(participant: string): void {
    const leaving = this.#leaving.get(participant);
    if (!leaving) return;
    // Their picture comes by this link and not by the media server yet: better late than gone.
    if (!leaving.shown && leaving.link.state === "connected" && this.#options.isSeen(participant)) {
      leaving.timer = setTimeout(() => this.#giveUp(participant), longestMs);
      return;
    }
    if (!leaving.shown) this.#show(participant, leaving);
    this.#close(participant);
  }

  #show(participant: string, leaving: Leaving): void {
    leaving.shown = true;
    this.#options.show(participant, this.#options.sfu.remote(participant));
  }

  #finish(participant: string, { shown, told }: Leaving): void {
    if (shown && told) this.#close(participant);
  }

  #close(participant: string): void {
    const leaving = this.#leaving.get(participant);
    if (!leaving) return;
    clearTimeout(leaving.timer);
    leaving.link.close();
    this.#leaving.delete(participant);
    if (this.#leaving.size === 0) clearInterval(this.#looking);
  }
}
