import type { MediaKind, MediaState } from "../protocol/index.ts";
import { Store, type Readable } from "../store.ts";
import type { Rtc } from "./rtc.ts";

export type MediaProblem = "no-camera" | "no-microphone" | "nothing";

export interface LocalMediaState {
  /** What is sent, for the preview. */
  readonly stream: MediaStream | null;
  readonly audio: boolean;
  readonly video: boolean;
  readonly screen: boolean;
  /** What was wanted and could not be had; the call goes on without it. */
  readonly problem: MediaProblem | null;
  readonly denied: boolean;
}

const audioWish: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const videoWish: MediaTrackConstraints = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } };

/** Microphone, camera and screen of this page. */
export class LocalMedia {
  readonly #rtc: Rtc;
  readonly #onTracks: () => void;
  readonly #state = new Store<LocalMediaState>({
    stream: null,
    audio: false,
    video: false,
    screen: false,
    problem: null,
    denied: false,
  });
  #microphone: MediaStreamTrack | null = null;
  #camera: MediaStreamTrack | null = null;
  #screen: MediaStreamTrack | null = null;
  #stopped = false;

  constructor(rtc: Rtc, onTracks: () => void) {
    this.#rtc = rtc;
    this.#onTracks = onTracks;
  }

  get state(): Readable<LocalMediaState> {
    return this.#state;
  }

  get mediaState(): MediaState {
    const { audio, video, screen } = this.#state.get();
    return { audio, video, screen };
  }

  get tracks(): { audio: MediaStreamTrack | null; video: MediaStreamTrack | null } {
    return { audio: this.#microphone, video: this.#screen ?? this.#camera };
  }

  /** Takes what there is: both, one of them, or nothing. Never rejects. */
  async open(media: MediaKind): Promise<void> {
    const wantsVideo = media === "video";
    if (await this.#take({ audio: audioWish, ...(wantsVideo && { video: videoWish }) })) return;
    const hasAudio = await this.#take({ audio: audioWish });
    const hasVideo = wantsVideo && (await this.#take({ video: videoWish }));
    const problem = hasAudio ? (wantsVideo ? "no-camera" : null) : hasVideo ? "no-microphone" : "nothing";
    this.#state.update((state) => ({ ...state, problem: this.#problemStays(problem) ? problem : null }));
  }

  async setAudio(on: boolean): Promise<void> {
    if (on && !this.#microphone) await this.#take({ audio: audioWish });
    if (this.#microphone) this.#microphone.enabled = on;
    this.#publish();
  }

  /** Off gives the camera back, so that its light goes out. */
  async setVideo(on: boolean): Promise<void> {
    if (on && !this.#camera) {
      if (!(await this.#take({ video: videoWish }))) this.#state.update((state) => ({ ...state, problem: "no-camera" }));
    } else if (!on) {
      this.#camera?.stop();
      this.#camera = null;
    }
    this.#publish();
  }

  async setScreen(on: boolean): Promise<void> {
    if (on && !this.#screen) {
      const stream = await this.#rtc.getDisplayMedia({ video: { frameRate: { ideal: 15, max: 30 } } }).catch(() => null);
      const track = stream?.getVideoTracks()[0] ?? null;
      if (!track || this.#stopped) {
        track?.stop();
        return;
      }
      this.#screen = track;
      track.onended = () => void this.setScreen(false);
    } else if (!on) {
      this.#screen?.stop();
      this.#screen = null;
    }
    this.#publish();
  }

  stop(): void {
    this.#stopped = true;
    for (const track of [this.#microphone, this.#camera, this.#screen]) track?.stop();
    this.#microphone = this.#camera = this.#screen = null;
  }

  async #take(constraints: MediaStreamConstraints): Promise<boolean> {
    try {
      const stream = await this.#rtc.getUserMedia(constraints);
      if (this.#stopped) {
        for (const track of stream.getTracks()) track.stop();
        return true;
      }
      this.#microphone = stream.getAudioTracks()[0] ?? this.#microphone;
      this.#camera = stream.getVideoTracks()[0] ?? this.#camera;
      this.#state.update((state) => ({ ...state, problem: null }));
      this.#publish();
      return true;
    } catch (error) {
      const denied = error instanceof Error && error.name === "NotAllowedError";
      this.#state.update((state) => ({ ...state, denied }));
      return false;
    }
  }

  /** The user may have turned something on by hand while the questions of the browser were still open. */
  #problemStays(problem: MediaProblem | null): boolean {
    return problem !== "no-camera" || this.#camera === null;
  }

  #publish(): void {
    const { audio, video } = this.tracks;
    const tracks = [audio, video].filter((track) => track !== null);
    const before = this.#state.get().stream;
    const same = before?.getTracks().length === tracks.length && tracks.every((track) => before.getTracks().includes(track));
    this.#state.update((state) => ({
      ...state,
      stream: same ? before : tracks.length > 0 ? this.#rtc.createStream(tracks) : null,
      audio: audio?.enabled ?? false,
      video: this.#camera !== null,
      screen: this.#screen !== null,
    }));
    this.#onTracks();
  }
}
