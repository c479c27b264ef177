import { part } from "../api/api.ts";
import type { BanItem, HookItem, MemberItem, MessageItem, Page, RoomItem } from "../api/types.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useApi } from "../api/use-api.ts";
import { Action } from "../components/Action.tsx";
import { Answer } from "../components/Answer.tsx";
import { NewHook } from "../components/NewHook.tsx";
import { Table } from "../components/Table.tsx";
import { time } from "../format.ts";
import { t } from "../i18n/t.ts";
import { linkTo } from "../route.ts";

/** A room: who is in it, who may not be, and what was said last. */
export function Room({ id }: { readonly id: string }) {
  const path = `rooms/${part(id)}`;
  return (
    <>
      <Answer heading={id} {...useAnswer<RoomItem>(path)}>
        {(room) => (
          <header>
            <h1>{room.name || t("rooms.kind", { kind: room.kind })}</h1>
            <code>{room.id}</code>
            <span className="muted">
              {[
                t("rooms.kind", { kind: room.kind }),
                t("room.members", { count: room.members }),
                t("room.messages", { count: room.messages }),
                t("room.kept", { days: room.retention.days }),
              ].join(", ")}
            </span>
          </header>
        )}
      </Answer>
      <Members path={path} />
      <Bans path={path} />
      <Hooks room={id} />
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
      <h2>{t("rooms.members")}</h2>
      <Answer {...members}>
        {(page) => (
          <>
            <Table
              label={t("rooms.members")}
              rows={page.items}
              keyOf={(member) => member.user}
              empty={t("common.none")}
              columns={[
                { title: t("column.name"), cell: (member) => <a href={linkTo("users", member.user)}>{member.name ?? member.user}</a> },
                { title: t("column.role"), cell: (member) => t("rooms.role", { role: member.role }) },
                {
                  title: t("column.action"),
                  cell: (member) => (
                    <Action
                      label={t("room.ban")}
                      isDangerous
                      question={t("room.banQuestion", { name: member.name ?? member.user })}
                      note={t("common.why")}
                      run={(reason) => api.put(`${path}/bans/${part(member.user)}`, reason === "" ? {} : { reason })}
                      onDone={members.again}
                    />
                  ),
                },
              ]}
            />
            {page.next !== null && <p className="muted">{t("room.first")}</p>}
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
      <h2>{t("room.banned")}</h2>
      <Answer {...bans}>
        {(page) => (
          <Table
            label={t("room.banned")}
            rows={page.items}
            keyOf={(ban) => ban.user}
            empty={t("common.nobody")}
            columns={[
              { title: t("column.name"), cell: (ban) => <a href={linkTo("users", ban.user)}>{ban.name}</a> },
              { title: t("column.by"), cell: (ban) => ban.by },
              { title: t("column.until"), cell: (ban) => (ban.until === null ? t("room.untilLifted") : time(ban.until)) },
              { title: t("column.why"), cell: (ban) => ban.reason },
              { title: t("column.action"), cell: (ban) => <Action label={t("room.lift")} run={() => api.delete(`${path}/bans/${part(ban.user)}`)} onDone={bans.again} /> },
            ]}
          />
        )}
      </Answer>
    </section>
  );
}

/** Addresses at which other programs speak here. */
function Hooks({ room }: { readonly room: string }) {
  const api = useApi();
  const hooks = useAnswer<{ readonly items: readonly HookItem[] }>("hooks");
  return (
    <section>
      <header>
        <h2>{t("hooks.title")}</h2>
        <NewHook room={room} onDone={hooks.again} />
      </header>
      <Answer {...hooks}>
        {({ items }) => (
          <Table
            label={t("hooks.title")}
            rows={items.filter((hook) => hook.room === room)}
            keyOf={(hook) => hook.id}
            empty={t("common.none")}
            columns={[
              { title: t("column.name"), cell: (hook) => hook.name },
              { title: t("hooks.speaksAs"), cell: (hook) => <code>{hook.user}</code> },
              { title: t("keys.created"), cell: (hook) => time(hook.createdAt) },
              { title: t("keys.expires"), cell: (hook) => (hook.expiresAt === null ? t("keys.never") : time(hook.expiresAt)) },
              {
                title: t("column.action"),
                cell: (hook) => (
                  <Action
                    label={t("keys.revoke")}
                    isDangerous
                    question={t("keys.revokeQuestion", { name: hook.name })}
                    run={() => api.delete(`hooks/${part(hook.id)}`)}
                    onDone={hooks.again}
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

function Messages({ path }: PartProps) {
  const api = useApi();
  const messages = useAnswer<{ readonly messages: readonly MessageItem[] }>(`${path}/messages?limit=50`, 5_000);
  return (
    <section>
      <h2>{t("room.lastMessages")}</h2>
      <Answer {...messages}>
        {(page) => (
          <Table
            label={t("room.lastMessages")}
            rows={page.messages.toReversed()}
            keyOf={(message) => message.id}
            empty={t("room.nothingSaid")}
            columns={[
              { title: t("column.by"), cell: (message) => <a href={linkTo("users", message.by)}>{message.by}</a> },
              { title: t("column.at"), cell: (message) => time(message.at) },
              { title: t("room.text"), cell: (message) => <Text message={message} /> },
              {
                title: t("column.action"),
                cell: (message) =>
                  !message.deleted && (
                    <Action
                      label={t("message.delete")}
                      isDangerous
                      question={t("message.deleteQuestion")}
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
  if (message.deleted) return <em className="muted">{t("message.deleted")}</em>;
  return (
    <span className="text">
      {message.text}
      {message.attachments.map((file) => (
        <small key={file.id}> 📎 {file.name}</small>
      ))}
      {message.editedAt !== null && <small className="muted"> {t("message.edited")}</small>}
    </span>
  );
}
