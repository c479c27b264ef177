import { createRoom, newId } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useRef, useState } from "react";
import { Dialog } from "../../components/Dialog.tsx";
import { PeoplePicker } from "../../components/PeoplePicker.tsx";
import { nobodyPicked } from "../../components/picking.ts";
import { usePicked } from "../../components/use-picked.tsx";
import { t, type MessageKey } from "../../i18n/t.ts";
import { explain } from "../../notifications/explain.ts";
import { testIds } from "../../testids.ts";

type Kind = "direct" | "group" | "channel";

const tabs: readonly { kind: Kind; label: MessageKey; testId: string }[] = [
  { kind: "direct", label: "conversation.person", testId: testIds.newTabDirect },
  { kind: "group", label: "conversation.group", testId: testIds.newTabGroup },
  { kind: "channel", label: "conversation.channel", testId: testIds.newTabChannel },
];

// One part of the page: who begins a conversation, and who is asked for one.
interface NewConversationProps {
  readonly first?: Kind;
  readonly onClose: () => void;
  readonly onOpened: (room: string) => void;
}

export function NewConversation({ first = "direct", onClose, onOpened }: NewConversationProps) {
  const client = useClient();
  const [kind, setKind] = useState<Kind>(first);
  const [user, setUser] = useState(nobodyPicked);
  const [name, setName] = useState("");
  const [topic, setTopic] = useState("");
  const [members, setMembers] = useState(nobodyPicked);
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const asked = useRef<{ readonly wanted: string; readonly key: string } | null>(null);

  const make = async (named: readonly string[]) => {
    if (kind === "direct") return await client.direct(named[0] ?? "");
    const room = { kind, name: name.trim(), ...(topic.trim() && { topic: topic.trim() }), ...(named.length > 0 && { members: named }) };
    // Whoever presses the button again means the same room, unless they have changed it.
    const wanted = JSON.stringify(room);
    if (asked.current?.wanted !== wanted) asked.current = { wanted, key: newId() };
    return await createRoom(client.connection, room, { key: asked.current.key });
  };
  const open = async (named: readonly string[]) => {
    setBusy(true);
    setError(null);
    try {
      onOpened((await make(named)).id);
    } catch (reason) {
      setError(explain(reason));
      setBusy(false);
    }
  };

  const { check, question, error: whoError } = usePicked(kind === "direct" ? user : members, kind === "direct" ? t("conversation.openAnyway") : t("conversation.createAnyway", { kind }), (named) => void open(named));
  const submit = async () => {
    setError(null);
    setBusy(true);
    const named = await check();
    setBusy(false);
    if (named !== null && (kind !== "direct" || named.length > 0)) void open(named);
  };

  return (
    <Dialog title={t("conversation.new")} onClose={onClose}>
      <div className="tabs" role="tablist">
        {tabs.map((tab) => (
          <button key={tab.kind} type="button" role="tab" aria-selected={tab.kind === kind} data-testid={tab.testId} onClick={() => setKind(tab.kind)}>
            {t(tab.label)}
          </button>
        ))}
      </div>
      <form className="stack" onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}>
        {kind === "direct" ? (
          <PeoplePicker key="direct" label={t("conversation.who")} value={user} onChange={setUser} isSingle isRequired autoFocus testId={testIds.newUser} />
        ) : (
          <>
            <label className="field">
              <span>{t("conversation.name")}</span>
              <input
                autoFocus
                required
                maxLength={100}
                placeholder={kind === "group" ? t("conversation.nameExample") : t("conversation.channelExample")}
                value={name}
                data-testid={testIds.newName}
                onChange={(event) => setName(event.target.value)}
              />
            </label>
            {kind === "channel" && (
              <label className="field">
                <span>{t("conversation.topic")}</span>
                <input maxLength={200} placeholder={t("conversation.topicExample")} value={topic} data-testid={testIds.newTopic} onChange={(event) => setTopic(event.target.value)} />
              </label>
            )}
            <PeoplePicker
              key="members"
              label={kind === "group" ? t("people.members") : t("conversation.firstMembers")}
              value={members}
              onChange={setMembers}
              testId={testIds.newMembers}
            />
          </>
        )}
        {question}
        {(error ?? whoError) && (
          <p className="field-error" role="alert" data-testid={testIds.newError}>
            {error ?? whoError}
          </p>
        )}
        <button className="button primary wide" type="submit" disabled={isBusy} data-testid={kind === "direct" ? testIds.newDirectSubmit : testIds.newSubmit}>
          {kind === "direct" ? t("conversation.open") : kind === "group" ? t("conversation.createGroup") : t("conversation.createChannel")}
        </button>
      </form>
    </Dialog>
  );
}
