import type { Attachment } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useState, type ReactNode } from "react";
import { Sound } from "./Sound.tsx";

/** A voice message; where it can't be played, `instead`, as any other file. */
export function VoiceMessage({ file, voice, instead }: { file: Attachment; voice: NonNullable<Attachment["voice"]>; instead: ReactNode }) {
  const client = useClient();
  const [hasFailed, setFailed] = useState(false);
  if (hasFailed) return instead;
  return <Sound source={() => client.files.download(file).then((sound) => URL.createObjectURL(sound))} ms={voice.ms} peaks={voice.peaks ?? []} onProblem={() => setFailed(true)} />;
}
