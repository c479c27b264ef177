import { browserRtc } from "@akkarealtime/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { pass } from "../../../client/test/harness.ts";
import { setHost } from "../../src/host.ts";
import { blurred } from "../../src/media/blur/blurred-camera.ts";
import type { Blurrer } from "../../src/media/blur/blurrer.ts";
import type { Frames } from "../../src/media/blur/frames.ts";
import { blursItself } from "../../src/media/blur/own-blur.ts";
import { Pace } from "../../src/media/blur/pace.ts";
import { blurring, getUserMedia, setBlurs } from "../../src/media/camera.ts";

class Track extends EventTarget {
  readonly kind = "video";
  readyState = "live";
  onended: (() => void) | null = null;
  capabilities: object = {};
  settings: object = { width: 1280, height: 720 };
  readonly constraints: object[] = [];

  constructor() {
    super();
    this.addEventListener("ended", () => this.onended?.());
  }

  stop(): void {
    this.readyState = "ended";
  }

  getCapabilities = () => this.capabilities;
  getSettings = () => this.settings;
  getConstraints = () => ({ deviceId: "this one" });
  applyConstraints = (constraints: object) => {
    this.constraints.push(constraints);
    return Promise.resolve();
  };
}

const picture = { height: 720 } as ImageBitmap;

/** A camera, the track that shows it blurred, and a blurrer that is there once somebody says so. */
function stage() {
  const camera = new Track();
  const shown: unknown[] = [];
  let make: ((picture: ImageBitmap) => Promise<ImageBitmap>) | undefined;
  let lose: (error: Error) => void = () => undefined;
  const track = new Track() as unknown as MediaStreamTrack;
  // As Chromium's does, whose pictures end before it does.
  const stopped = vi.fn(() => {
    if (track.readyState === "live") track.dispatchEvent(new Event("ended"));
  });
  const frames: Frames = {
    track,
    run: (made) => {
      make = made;
      return new Promise((_, reject) => (lose = reject));
    },
    stop: stopped,
  };
  const blurrer = { blur: vi.fn(() => Promise.resolve({ height: 720, isBlurred: true } as unknown as ImageBitmap)), close: vi.fn() } satisfies Blurrer;
  let loaded: (blurrer: Blurrer) => void = () => undefined;
  let missing: (error: Error) => void = () => undefined;
  const out = blurred(
    camera as unknown as MediaStreamTrack,
    frames,
    () =>
      new Promise((done, fail) => {
        loaded = done;
        missing = fail;
      }),
  );
  const ended = vi.fn();
  out.onended = ended;
  return {
    camera,
    out,
    stopped,
    blurrer,
    shown,
    ended,
    load: () => loaded(blurrer),
    failToLoad: () => missing(new Error("404")),
    /** One picture of the camera, as far as it comes. */
    film: async () => {
      await make?.(picture).then((made) => shown.push(made), lose);
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  setHost({ blurAssets: "./blur/" });
});

afterEach(() => {
  vi.useRealTimers();
  blurring.set("off");
  setBlurs(false);
  vi.restoreAllMocks();
});

describe("a blurred camera", () => {
  it("shows nothing until there is a blurred picture, and only such", async () => {
    const { out, load, film, shown } = stage();
    await film();
    expect([blurring.get(), shown]).toEqual(["preparing", []]);
    load();
    await pass(0);
    await film();
    expect([blurring.get(), shown, out.readyState]).toEqual(["on", [expect.objectContaining({ isBlurred: true })], "live"]);
  });

  it("gives everything back when it is stopped", async () => {
    const { out, camera, stopped, blurrer, ended, load } = stage();
    load();
    await pass(0);
    out.stop();
    expect([out.readyState, camera.readyState, blurring.get()]).toEqual(["ended", "ended", "off"]);
    expect([stopped.mock.calls.length, blurrer.close.mock.calls.length]).toEqual([1, 1]);
    expect(ended).not.toHaveBeenCalled();
  });

  it("gives back what comes after it was stopped", async () => {
    const { out, blurrer, load } = stage();
    out.stop();
    load();
    await pass(0);
    expect(blurrer.close).toHaveBeenCalledOnce();
  });

  it("ends with the camera, which goes off, where the blur can't be had", async () => {
    const { camera, ended, failToLoad, shown } = stage();
    failToLoad();
    await pass(0);
    expect([camera.readyState, blurring.get(), shown]).toEqual(["ended", "failed", []]);
    expect(ended).toHaveBeenCalledOnce();
  });

  it("ends with the camera, which goes off, where a picture can't be blurred", async () => {
    const { camera, blurrer, ended, load, film, shown } = stage();
    load();
    await pass(0);
    await film();
    blurrer.blur.mockRejectedValueOnce(new Error("lost the graphics processor"));
    await film();
    await pass(0);
    expect([camera.readyState, blurring.get(), shown.length]).toEqual(["ended", "failed", 1]);
    expect([ended, blurrer.close].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
  });

  it("ends when the camera is pulled out", () => {
    const { out, camera, ended } = stage();
    camera.dispatchEvent(new Event("ended"));
    expect([out.readyState, blurring.get(), ended.mock.calls.length]).toEqual(["ended", "off", 1]);
  });

  it("asks the camera for smaller pictures where these take too long", async () => {
    const { camera, load, film } = stage();
    load();
    await pass(0);
    let now = 0;
    vi.spyOn(performance, "now").mockImplementation(() => (now += 50));
    for (let i = 0; i < 11; i++) await film();
    expect(camera.constraints).toEqual([{ deviceId: "this one", width: 640, height: 360 }]);
    camera.settings = { width: 320, height: 180 };
    for (let i = 0; i < 11; i++) await film();
    expect(camera.constraints).toHaveLength(1);
  });
});

describe("opening the camera", () => {
  const streamOf = (...tracks: Track[]) => ({ getVideoTracks: () => tracks, getTracks: () => tracks, getAudioTracks: () => [] }) as unknown as MediaStream;

  it("is the browser's own where nothing is to be blurred", async () => {
    const stream = streamOf(new Track());
    vi.spyOn(browserRtc, "getUserMedia").mockResolvedValue(stream);
    expect(await getUserMedia({ video: true })).toBe(stream);
  });

  it("is the plain camera where the app has no files for a blur, whatever was chosen elsewhere", async () => {
    setHost({});
    setBlurs(true);
    const stream = streamOf(new Track());
    vi.spyOn(browserRtc, "getUserMedia").mockResolvedValue(stream);
    expect(await getUserMedia({ video: true })).toBe(stream);
  });

  it("is refused where the blur was switched on meanwhile and can't be had, and the camera goes off", async () => {
    const camera = new Track();
    vi.spyOn(browserRtc, "getUserMedia").mockImplementation(() => {
      setBlurs(true);
      return Promise.resolve(streamOf(camera));
    });
    await expect(getUserMedia({ video: true })).rejects.toMatchObject({ name: "EffectError" });
    expect(camera.readyState).toBe("ended");
  });

  it("is refused once after the blur has failed, so that nothing opens it by itself; the microphone isn't", async () => {
    const open = vi.spyOn(browserRtc, "getUserMedia").mockResolvedValue(streamOf(new Track()));
    blurring.set("failed");
    await getUserMedia({ audio: true });
    await expect(getUserMedia({ video: true })).rejects.toMatchObject({ name: "EffectError" });
    expect(open).toHaveBeenCalledTimes(1);
    await getUserMedia({ video: true });
    expect(open).toHaveBeenCalledTimes(2);
  });
});

describe("blursItself", () => {
  it.each([
    [{}, false, false],
    [{ backgroundBlur: [false] }, true, false],
    [{ backgroundBlur: [false, true] }, true, true],
    [{ backgroundBlur: [false, true] }, false, false],
    [{ backgroundBlur: [true] }, true, true],
  ])("of a camera with %j whose setting becomes %j is %j", async (capabilities, backgroundBlur, isBlurred) => {
    const camera = new Track();
    Object.assign(camera, { capabilities, settings: { backgroundBlur } });
    expect(await blursItself(camera as unknown as MediaStreamTrack)).toBe(isBlurred);
  });
});

describe("Pace", () => {
  it("forgives a slow first picture, and single slow ones", () => {
    const pace = new Pace();
    expect([900, ...Array.from({ length: 30 }, (_, i) => (i % 10 === 0 ? 120 : 20))].some((ms) => pace.isTooSlow(ms))).toBe(false);
  });

  it("is too slow when ten in a row take more than 40 ms on average", () => {
    const pace = new Pace();
    expect(Array.from({ length: 11 }, () => pace.isTooSlow(41))).toEqual([...Array.from({ length: 10 }, () => false), true]);
  });
});
