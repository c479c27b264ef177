import { useClient } from "@akkarealtime/react";
import { useState, type SubmitEvent } from "react";
import { Dialog } from "../../../components/Dialog.tsx";
import { nobodyPicked, PeoplePicker, pickedUsers } from "../../../components/PeoplePicker.tsx";
import { explain } from "../../../notifications/toasts.ts";
import { testIds } from "../../../testids.ts";

type Kind = "direct" | "group" | "channel";

const tabs: readonly { kind: Kind; label: string; testId: string }[] = [
  { kind: "direct", label: "Person", testId: testIds.newTabDirect },
  { kind: "group", label: "Group", testId: testIds.newTabGroup },
  { kind: "channel", label: "Channel", testId: testIds.newTabChannel },
];

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

  const make = async () => {
    if (kind === "direct") return await client.direct(pickedUsers(user)[0] ?? "");
    const named = pickedUsers(members);
    const { room } = await client.connection.request("chat.create", {
      kind,
      name: name.trim(),
      ...(topic.trim() && { topic: topic.trim() }),
      ...(named.length > 0 && { members: named }),
    });
    return room;
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      onOpened((await make()).id);
    } catch (reason) {
      setError(explain(reason));
      setBusy(false);
    }
  };

  return (
    <Dialog title="New conversation" onClose={onClose}>
      <div className="tabs" role="tablist">
        {tabs.map((tab) => (
          <button key={tab.kind} type="button" role="tab" aria-selected={tab.kind === kind} data-testid={tab.testId} onClick={() => setKind(tab.kind)}>
            {tab.label}
          </button>
        ))}
      </div>
      <form className="stack" onSubmit={(event) => void submit(event)}>
        {kind === "direct" ? (
          <PeoplePicker key="direct" label="Who" value={user} onChange={setUser} isSingle isRequired autoFocus testId={testIds.newUser} />
        ) : (
          <>
            <label className="field">
              <span>Name</span>
              <input
                autoFocus
                required
                maxLength={100}
                placeholder={kind === "group" ? "Weekend trip" : "announcements"}
                value={name}
                data-testid={testIds.newName}
                onChange={(event) => setName(event.target.value)}
              />
            </label>
            {kind === "channel" && (
              <label className="field">
                <span>Topic</span>
                <input maxLength={200} placeholder="What it is about" value={topic} data-testid={testIds.newTopic} onChange={(event) => setTopic(event.target.value)} />
              </label>
            )}
            <PeoplePicker
              key="members"
              label={kind === "group" ? "Members" : "Members to begin with"}
              value={members}
              onChange={setMembers}
              testId={testIds.newMembers}
            />
          </>
        )}
        {error && (
          <p className="field-error" role="alert" data-testid={testIds.newError}>
            {error}
          </p>
        )}
        <button className="button primary wide" type="submit" disabled={isBusy} data-testid={kind === "direct" ? testIds.newDirectSubmit : testIds.newSubmit}>
          {kind === "direct" ? "Open chat" : kind === "group" ? "Create group" : "Create channel"}
        </button>
      </form>
    </Dialog>
  );
}
