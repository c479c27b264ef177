import { useClient, useConnection } from "@akkarealtime/react";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { Icon } from "../../components/Icon.tsx";
import { t } from "../../i18n/t.ts";
import { useLevel } from "../../media/use-level.ts";
import { explain } from "../../notifications/explain.ts";
import { toast } from "../../notifications/toasts.ts";
import { laterTestIds } from "../../testids-later.ts";
import { formatDuration } from "../../text/format.ts";
import { canRecord, record, type Recorded, type Recording } from "./recording.ts";
import { Sound } from "./Sound.tsx";

/** Nobody listens longer, and what was forgotten ends. */
const mostMs = 15 * 60_000;

interface VoiceRecorderProps {
  readonly room: string;
  readonly replyTo?: string | undefined;
  readonly thread?: string | undefined;
  readonly onSent?: (() => void) | undefined;
}

/** The microphone beside the composer; while it records, and until that is sent or let go, it takes the composer's place. */
export function VoiceRecorder({ room, replyTo, thread, onSent }: VoiceRecorderProps) {
  const client = useClient();
  const takesFiles = useConnection().session?.limits.maxFileBytes !== undefined;
  const [recording, setRecording] = useState<Recording | null>(null);
  const [recorded, setRecorded] = useState<Recorded | null>(null);
  const [isBusy, setBusy] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => () => recording?.cancel(), [recording]);
  if (!takesFiles || !canRecord()) return null;

  const begin = async () => {
    setBusy(true);
    try {
      setRecording(await record());
    } catch {
      toast(t("voice.noMicrophone"));
    }
    setBusy(false);
  };
  const stop = async () => {
    if (!recording) return;
    setRecorded(await recording.stop());
    setRecording(null);
  };
  const letGo = () => {
    setRecording(null);
    setRecorded(null);
    // Not before it can be reached again.
    setTimeout(() => button.current?.focus());
  };
  const send = async ({ sound, voice }: Recorded) => {
    setBusy(true);
    try {
      const name = `${t("voice.file", { time: client.connection.clock.iso().slice(0, 19).replace("T", " ").replaceAll(":", ".") })}.${sound.type.split("/")[1] ?? ""}`;
      const file = await client.files.upload(room, new File([sound], name, { type: sound.type }));
      client.outbox.add({ room, text: "", attachments: [{ ...file, voice }], ...(replyTo !== undefined && { replyTo }), ...(thread !== undefined && { thread }) });
      letGo();
      onSent?.();
    } catch (error) {
      toast(explain(error));
    }
    setBusy(false);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || isBusy) return;
    event.preventDefault();
    event.stopPropagation();
    letGo();
  };

  return (
    <>
      <button
        ref={button}
        type="button"
        className="icon-button composer-tool"
        aria-label={t("voice.record")}
        title={t("voice.record")}
        disabled={isBusy}
        data-testid={laterTestIds.voiceRecord}
        onClick={() => void begin()}
      >
        <Icon name="mic" />
      </button>
      {(recording ?? recorded) && (
        <div className="voice" role="group" aria-label={t("voice.title")} data-testid={laterTestIds.voice} onKeyDown={onKey}>
          <button type="button" className="icon-button" aria-label={t("voice.letGo")} title={t("voice.letGo")} disabled={isBusy} data-testid={laterTestIds.voiceCancel} onClick={letGo}>
            <Icon name="trash" />
          </button>
          {recording ? <Going recording={recording} onStop={() => void stop()} /> : recorded && <Sound source={() => Promise.resolve(URL.createObjectURL(recorded.sound))} ms={recorded.voice.ms} peaks={recorded.voice.peaks ?? []} onProblem={(problem) => toast(explain(problem))} />}
          {recorded && (
            <button type="button" className="send" aria-label={t("common.send")} aria-busy={isBusy} disabled={isBusy} autoFocus data-testid={laterTestIds.voiceSend} onClick={() => void send(recorded)}>
              <Icon name={isBusy ? "clock" : "send"} />
            </button>
          )}
        </div>
      )}
    </>
  );
}

/** How long it has gone on, and how loud it is. */
function Going({ recording, onStop }: { recording: Recording; onStop: () => void }) {
  const level = useLevel<HTMLSpanElement>(recording.stream);
  const [ms, setMs] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setMs(recording.length()), 200);
    return () => clearInterval(timer);
  }, [recording]);
  const isOver = ms >= mostMs;
  const stop = useRef(onStop);
  useEffect(() => {
    stop.current = onStop;
  });
  useEffect(() => {
    if (isOver) stop.current();
  }, [isOver]);
  return (
    <>
      <span className="voice-level" ref={level} aria-hidden="true" />
      <span className="grow" role="timer">
        {t("voice.recording", { time: formatDuration(ms) })}
      </span>
      <button type="button" className="icon-button" aria-label={t("voice.stop")} title={t("voice.stop")} autoFocus data-testid={laterTestIds.voiceStop} onClick={onStop}>
        <Icon name="stop" />
      </button>
    </>
  );
}
