import type { Role, Room } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useState, type SubmitEvent } from "react";
import { t } from "../../i18n/t.ts";
import { explain } from "../../notifications/explain.ts";
import { attempt, toast } from "../../notifications/toasts.ts";
import { testIds } from "../../testids.ts";
import { laterTestIds } from "../../testids-later.ts";
import { formatDuration } from "../../text/format.ts";

const waits = [0, 10, 30, 60, 300, 3_600];
const writers: readonly Role[] = ["member", "admin", "owner"];

/** Name, topic, and who writes how often, for those who may change them. */
export function RoomSettings({ room }: { room: Room }) {
  const { connection } = useClient();
  const [name, setName] = useState(room.name);
  const [topic, setTopic] = useState(room.topic);
  const [error, setError] = useState<string | null>(null);
  const isChanged = name.trim() !== room.name || topic.trim() !== room.topic;

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setError(null);
    const change = {
      room: room.id,
      ...(name.trim() !== room.name && { name: name.trim() }),
      ...(topic.trim() !== room.topic && { topic: topic.trim() }),
    };
    connection.request("chat.update", change).then(
      () => toast(t("common.saved")),
      (reason: unknown) => setError(explain(reason)),
    );
  };
  const { slowModeSeconds = 0, postRole = "member" } = room;
  const set = (change: { slowModeSeconds: number } | { postRole: Role }) => attempt(connection.request("chat.update", { room: room.id, ...change }));
  return (
    <form className="stack" onSubmit={submit}>
      <label className="field">
        <span>{t("conversation.name")}</span>
        <input required maxLength={100} value={name} data-testid={testIds.roomName} onChange={(event) => setName(event.target.value)} />
      </label>
      <label className="field">
        <span>{t("conversation.topic")}</span>
        <textarea
          rows={2}
          maxLength={1_000}
          placeholder={t("conversation.topicExample")}
          value={topic}
          data-testid={testIds.roomTopic}
          onChange={(event) => setTopic(event.target.value)}
        />
      </label>
      <label className="field">
        <span>{t("posting.who")}</span>
        <select value={postRole} data-testid={laterTestIds.postRole} onChange={(event) => set({ postRole: event.target.value as Role })}>
          {writers.map((role) => (
            <option key={role} value={role}>
              {t("posting.whoIs", { role })}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>{t("posting.slowMode")}</span>
        <select value={slowModeSeconds} data-testid={laterTestIds.slowModeSet} onChange={(event) => set({ slowModeSeconds: Number(event.target.value) })}>
          {[...new Set([...waits, slowModeSeconds])].map((seconds) => (
            <option key={seconds} value={seconds}>
              {seconds === 0 ? t("common.off") : t("posting.every", { time: formatDuration(seconds * 1_000) })}
            </option>
          ))}
        </select>
      </label>
      {isChanged && (
        <div className="row">
          <button type="submit" className="button small primary" disabled={!name.trim()} data-testid={testIds.roomSave}>
            {t("common.save")}
          </button>
          <button
            type="button"
            className="button small"
            onClick={() => {
              setName(room.name);
              setTopic(room.topic);
            }}
          >
            {t("common.undo")}
          </button>
        </div>
      )}
      {error && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
    </form>
  );
}
