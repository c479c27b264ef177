import type { MediaKind, MediaState } from "../../protocol/index.ts";
import { Store, type Readable } from "../../store.ts";
import type { Rtc } from "./rtc.ts";

/** What could not be had of what was wanted; `nothing`: neither camera nor microphone. */
export type MediaProblem = "no-camera" | "no-microphone" | "nothing";
/**
 * Why: refused by the user or the system, none there, another program has it, a page without https, or what an app's own `rtc` does to the picture can't be
 * done (it rejects with an error of the name `EffectError`).
 */
export type MediaObstacle = "denied" | "missing" | "busy" | "insecure" | "effect";

/** What this device sends in a call. */
export interface LocalMediaState {
  /** What is sent, for the preview. */
  readonly stream: MediaStream | null;
  readonly audio: boolean;
  readonly video: boolean;
  readonly screen: boolean;
  /** What was wanted and could not be had; the call goes on without it. */
  readonly problem: MediaProblem | null;
  readonly obstacle: MediaObstacle | null;
  readonly denied: boolean;
}

/** What to begin with, where it is not what the call is for: as before a reload, or as chosen in the device test. */
export interface MediaWish {
  readonly audio: boolean;
  readonly video: boolean;
}

/** The device of a kind that the user chose; null for the system's choice. */
export type ChosenDevice = (kind: "camera" | "microphone") => string | null;

type Input = "audio" | "video";

const audioWish: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const videoWish: MediaTrackConstraints = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } };

/** Microphone, camera and screen of this page. */
export class LocalMedia {
  readonly #rtc: Rtc;
  readonly #onTracks: () => void;
  readonly #chosen: ChosenDevice;
  readonly #state = new Store<LocalMediaState>({
    stream: null,
    audio: false,
    video: false,
    screen: false,
    problem: null,
    obstacle: null,
    denied: false,
  });
  #microphone: MediaStreamTrack | null = null;
  #camera: MediaStreamTrack | null = null;
  #screen: MediaStreamTrack | null = null;
  #stopped = false;

  constructor(rtc: Rtc, onTracks: () => void, chosen: ChosenDevice = () => null) {
    this.#rtc = rtc;
    this.#onTracks = onTracks;
    this.#chosen = chosen;
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
  async open(media: MediaKind, wish: MediaWish = { audio: true, video: media === "video" }): Promise<void> {
    this.#stopped = false;
    const wantsVideo = wish.video;
    // The microphone is asked for in any case, so that speaking takes one click; muted where it isn't wanted.
    if (!(await this.#take(["audio", ...(wantsVideo ? (["video"] as const) : [])]))) {
      const hasAudio = await this.#take(["audio"]);
      const hasVideo = wantsVideo && (await this.#take(["video"]));
      const problem = hasAudio ? (wantsVideo && !hasVideo ? "no-camera" : null) : hasVideo ? "no-microphone" : "nothing";
      this.#state.update((state) => ({ ...state, problem: this.#problemStays(problem) ? problem : null }));
    }
    if (!wish.audio) await this.setAudio(false);
  }

  async setAudio(on: boolean): Promise<void> {
    if (on && !this.#microphone && !(await this.#take(["audio"]))) {
      this.#state.update((state) => ({ ...state, problem: this.#camera ? "no-microphone" : "nothing" }));
    }
    if (this.#microphone) this.#microphone.enabled = on;
    this.#publish();
  }

  /** Off gives the camera back, so that its light goes out. */
  async setVideo(on: boolean): Promise<void> {
    if (on && !this.#camera) {
      if (!(await this.#take(["video"]))) this.#state.update((state) => ({ ...state, problem: "no-camera" }));
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
      // Letters must stay sharp; what moves may stutter.
      track.contentHint = "detail";
      this.#screen = track;
      track.onended = () => void this.setScreen(false);
    } else if (!on) {
      this.#screen?.stop();
      this.#screen = null;
    }
    this.#publish();
  }

  /** The user chose another device: what is in use is exchanged, what is off stays off. */
  async reopen(kind: "camera" | "microphone"): Promise<void> {
    if (kind === "camera") {
      if (!this.#camera) return;
      // Some machines can't open two cameras at once, and one camera not twice.
      this.#camera.onended = null;
      this.#camera.stop();
      this.#camera = null;
      if (!(await this.#take(["video"]))) this.#state.update((state) => ({ ...state, problem: "no-camera" }));
    } else {
      if (!this.#microphone) return;
      const { enabled } = this.#microphone;
      const before = this.#microphone;
      if (!(await this.#take(["audio"]))) return;
      before.onended = null;
      before.stop();
      await this.setAudio(enabled);
    }
    this.#publish();
  }

  stop(): void {
    this.#stopped = true;
    for (const track of [this.#microphone, this.#camera, this.#screen]) track?.stop();
    this.#microphone = this.#camera = this.#screen = null;
    this.#state.update((state) => ({ ...state, stream: null }));
  }

  async #take(inputs: readonly Input[]): Promise<boolean> {
    try {
      const stream = await this.#rtc.getUserMedia(this.#constraints(inputs));
      if (this.#stopped) {
        for (const track of stream.getTracks()) track.stop();
        return true;
      }
      this.#microphone = stream.getAudioTracks()[0] ?? this.#microphone;
      this.#camera = stream.getVideoTracks()[0] ?? this.#camera;
      for (const track of stream.getTracks()) track.onended = () => void this.#unplugged(track);
      this.#state.update((state) => ({ ...state, problem: null, obstacle: null }));
      this.#publish();
      return true;
    } catch (error) {
      const obstacle = obstacleOf(error);
      this.#state.update((state) => ({ ...state, obstacle, denied: obstacle === "denied" }));
      return false;
    }
  }

  /** The device went away in the middle of the call: the system's next one takes its place, if there is one. */
  async #unplugged(track: MediaStreamTrack): Promise<void> {
    if (this.#stopped) return;
    if (track === this.#camera) {
      this.#camera = null;
      if (!(await this.#take(["video"]))) this.#state.update((state) => ({ ...state, problem: "no-camera" }));
    } else if (track === this.#microphone) {
      const { enabled } = track;
      this.#microphone = null;
      await this.setAudio(true);
      if (!enabled) await this.setAudio(false);
    }
    this.#publish();
  }

  #constraints(inputs: readonly Input[]): MediaStreamConstraints {
    const of = (kind: "camera" | "microphone", wish: MediaTrackConstraints) => {
      const id = this.#chosen(kind);
      return id === null ? wish : { ...wish, deviceId: { exact: id } };
    };
    return {
      ...(inputs.includes("audio") && { audio: of("microphone", audioWish) }),
      ...(inputs.includes("video") && { video: of("camera", videoWish) }),
    };
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

/** What `getUserMedia` rejects with (W3C mediacapture-streams §10.2; older names of Firefox and Chrome as well). */
export function obstacleOf(error: unknown): MediaObstacle {
  switch (error instanceof Error ? error.name : "") {
    case "NotAllowedError":
    case "PermissionDeniedError":
      return "denied";
    case "SecurityError":
      return "insecure";
    case "NotReadableError":
    case "AbortError":
    case "TrackStartError":
      return "busy";
    case "EffectError":
      return "effect";
    default:
      return "missing";
  }
}
