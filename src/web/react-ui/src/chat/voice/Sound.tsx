import { useEffect, useRef, useState, type CSSProperties } from "react";
import { Icon } from "../../components/Icon.tsx";
import { t } from "../../i18n/t.ts";
import { laterTestIds } from "../../testids-later.ts";
import { formatDuration } from "../../text/format.ts";

const speeds = [1, 1.5, 2];
/** As chosen last, for all of them. */
let speed = 1;
/** Only one plays at a time. */
let heard: HTMLAudioElement | null = null;

interface SoundProps {
  /** Where the sound is; it is fetched when somebody first wants to hear it. */
  readonly source: () => Promise<string>;
  readonly ms: number;
  readonly peaks: readonly number[];
  /** It can't be had, or not be played. */
  readonly onProblem: (problem: unknown) => void;
}

/** A recording: play and pause, how it looks, where it is, how fast. */
export function Sound({ source, ms, peaks, onProblem }: SoundProps) {
  const audio = useRef<HTMLAudioElement>(null);
  const [url, setUrl] = useState<string | null>(null);
  const [state, setState] = useState<"paused" | "loading" | "playing">("paused");
  const [at, setAt] = useState(0);
  const [rate, setRate] = useState(speed);
  useEffect(() => {
    const element = audio.current;
    return () => {
      if (heard === element) heard = null;
    };
  }, []);
  useEffect(() => () => {
    if (url !== null) URL.revokeObjectURL(url);
  }, [url]);
  // Many times a second while it plays: the browser itself tells of it four times.
  useEffect(() => {
    if (state !== "playing") return;
    let frame = 0;
    const follow = () => {
      setAt(Math.min(ms, (audio.current?.currentTime ?? 0) * 1_000));
      frame = requestAnimationFrame(follow);
    };
    follow();
    return () => cancelAnimationFrame(frame);
  }, [state, ms]);

  const play = async () => {
    const element = audio.current;
    if (!element) return;
    if (state === "loading") return;
    setState("loading");
    try {
      if (url === null) {
        const found = await source();
        setUrl(found);
        element.src = found;
        await measured(element);
      }
      if (heard !== element) heard?.pause();
      heard = element;
      element.currentTime = at >= ms ? 0 : at / 1_000;
      element.playbackRate = speed;
      setRate(speed);
      await element.play();
    } catch (problem) {
      setState("paused");
      onProblem(problem);
    }
  };
  const move = (to: number) => {
    setAt(to);
    if (url !== null && audio.current) audio.current.currentTime = to / 1_000;
  };
  const faster = () => {
    speed = speeds[(speeds.indexOf(rate) + 1) % speeds.length] ?? 1;
    setRate(speed);
    if (audio.current) audio.current.playbackRate = speed;
  };

  return (
    <div className="sound" data-testid={laterTestIds.sound} data-state={state}>
      <audio
        ref={audio}
        preload="auto"
        onPlay={() => setState("playing")}
        onPause={() => setState("paused")}
        onEnded={() => {
          setState("paused");
          setAt(0);
        }}
      />
      <button
        type="button"
        className="icon-button"
        aria-label={t(state === "playing" ? "voice.pause" : "voice.play")}
        aria-busy={state === "loading"}
        aria-disabled={state === "loading"}
        data-testid={laterTestIds.soundPlay}
        onClick={() => (state === "playing" ? audio.current?.pause() : void play())}
      >
        <Icon name={state === "playing" ? "pause" : "play"} />
      </button>
      <span className="waves">
        {(peaks.length > 0 ? peaks : [40, 40, 40, 40, 40, 40, 40, 40]).map((peak, index, all) => (
          <span key={index} className={(index + 0.5) / all.length <= at / ms ? "heard" : undefined} style={{ "--peak": `${Math.max(8, peak)}%` } as CSSProperties} />
        ))}
        <input
          type="range"
          min={0}
          max={ms}
          step={Math.max(1, Math.min(1_000, ms / 20))}
          value={at}
          aria-label={t("voice.position")}
          aria-valuetext={t("voice.at", { time: formatDuration(at), length: formatDuration(ms) })}
          data-testid={laterTestIds.soundPosition}
          onChange={(event) => move(event.target.valueAsNumber)}
        />
      </span>
      <small>{formatDuration(state === "playing" || at > 0 ? at : ms)}</small>
      <button type="button" className="speed" aria-label={t("voice.speed", { rate })} title={t("voice.speed", { rate })} data-testid={laterTestIds.soundSpeed} onClick={faster}>
        {`${rate}×`}
      </button>
    </div>
  );
}

/** A recorder doesn't write how long it was: a browser knows only once it was at the end, and can't go anywhere before. */
async function measured(element: HTMLAudioElement): Promise<void> {
  await told(element, "loadedmetadata");
  if (Number.isFinite(element.duration)) return;
  const found = told(element, "durationchange");
  element.currentTime = 1e9;
  await found;
}

function told(element: HTMLAudioElement, event: "loadedmetadata" | "durationchange"): Promise<void> {
  return new Promise((resolve, reject) => {
    element.addEventListener(event, () => resolve(), { once: true });
    element.addEventListener("error", () => reject(new Error(element.error?.message ?? event)), { once: true });
  });
}
