import { part } from "../api/api.ts";
import type { BanItem, MemberItem, MessageItem, Page, RoomItem } from "../api/types.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useApi } from "../api/use-api.ts";
import { Action } from "../components/Action.tsx";
import { Answer } from "../components/Answer.tsx";
import { Table } from "../components/Table.tsx";
import { count, time } from "../format.ts";
import { linkTo } from "../route.ts";

/** A room: who is in it, who may not be, and what was said last. */
export function Room({ id }: { readonly id: string }) {
  const path = `rooms/${part(id)}`;
  return (
    <>
      <Answer heading={id} {...useAnswer<RoomItem>(path)}>
        {(room) => (
          <header>
            <h1>{room.name || room.kind}</h1>
            <code>{room.id}</code>
            <span className="muted">
              {room.kind}, {count(room.members)} members, {count(room.messages)} messages, {room.retention.days === 0 ? "kept for ever" : `kept for ${count(room.retention.days)} days`}
            </span>
          </header>
        )}
      </Answer>
      <Members path={path} />
      <Bans path={path} />
      <Messages path={path} />
    </>
  );
}

interface PartProps {
  /** Of the room in the API. */
  readonly path: string;
}

function Members({ path }: PartProps) {
  const api = useApi();
  const members = useAnswer<Page<MemberItem>>(`${path}/members?limit=200`);
  return (
    <section>
      <h2>Members</h2>
      <Answer {...members}>
        {(page) => (
          <>
            <Table
              label="Members"
              rows={page.items}
              keyOf={(member) => member.user}
              empty="None."
              columns={[
                { title: "Name", cell: (member) => <a href={linkTo("users", member.user)}>{member.name ?? member.user}</a> },
                { title: "Role", cell: (member) => member.role },
                {
                  title: "Action",
                  cell: (member) => (
                    <Action
                      label="Ban"
                      isDangerous
                      question={`${member.name ?? member.user} is taken out of the room and can't come back until the ban is lifted.`}
                      note="Why, which they are told"
                      run={(reason) => api.put(`${path}/bans/${part(member.user)}`, reason === "" ? {} : { reason })}
                      onDone={members.again}
                    />
                  ),
                },
              ]}
            />
            {page.next !== null && <p className="muted">The first 200 are shown.</p>}
          </>
        )}
      </Answer>
    </section>
  );
}

function Bans({ path }: PartProps) {
  const api = useApi();
  const bans = useAnswer<Page<BanItem>>(`${path}/bans?limit=200`, 5_000);
  return (
    <section>
      <h2>Banned</h2>
      <Answer {...bans}>
        {(page) => (
          <Table
            label="Banned"
            rows={page.items}
            keyOf={(ban) => ban.user}
            empty="Nobody."
            columns={[
              { title: "Name", cell: (ban) => <a href={linkTo("users", ban.user)}>{ban.name}</a> },
              { title: "By", cell: (ban) => ban.by },
              { title: "Until", cell: (ban) => (ban.until === null ? "it is lifted" : time(ban.until)) },
              { title: "Why", cell: (ban) => ban.reason },
              { title: "Action", cell: (ban) => <Action label="Lift" run={() => api.delete(`${path}/bans/${part(ban.user)}`)} onDone={bans.again} /> },
            ]}
          />
        )}
      </Answer>
    </section>
  );
}

function Messages({ path }: PartProps) {
  const api = useApi();
  const messages = useAnswer<{ readonly messages: readonly MessageItem[] }>(`${path}/messages?limit=50`, 5_000);
  return (
    <section>
      <h2>Last messages</h2>
      <Answer {...messages}>
        {(page) => (
          <Table
            label="Last messages"
            rows={page.messages.toReversed()}
            keyOf={(message) => message.id}
            empty="Nothing was said."
            columns={[
              { title: "By", cell: (message) => <a href={linkTo("users", message.by)}>{message.by}</a> },
              { title: "At", cell: (message) => time(message.at) },
              { title: "Text", cell: (message) => <Text message={message} /> },
              {
                title: "Action",
                cell: (message) =>
                  !message.deleted && (
                    <Action
                      label="Delete"
                      isDangerous
                      question="The message is deleted for everybody, and its text is gone for good."
                      run={() => api.delete(`${path}/messages/${part(message.id)}`)}
                      onDone={messages.again}
                    />
                  ),
              },
            ]}
          />
        )}
      </Answer>
    </section>
  );
}

/** What a message says, and what it brings along. */
export function Text({ message }: { readonly message: MessageItem }) {
  if (message.deleted) return <em className="muted">deleted</em>;
  return (
    <span className="text">
      {message.text}
      {message.attachments.map((file) => (
        <small key={file.id}> 📎 {file.name}</small>
      ))}
      {message.editedAt !== null && <small className="muted"> edited</small>}
    </span>
  );
}
