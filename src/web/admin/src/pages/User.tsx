import { part } from "../api/api.ts";
import type { UserDetails } from "../api/types.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useApi } from "../api/use-api.ts";
import { Action } from "../components/Action.tsx";
import { Answer } from "../components/Answer.tsx";
import { Table } from "../components/Table.tsx";
import { count, host, time } from "../format.ts";
import { t } from "../i18n/t.ts";
import { linkTo } from "../route.ts";

/** A user: where they are connected, and in which rooms they are. */
export function User({ id }: { readonly id: string }) {
  const api = useApi();
  const answer = useAnswer<UserDetails>(`users/${part(id)}`, 5_000);
  return (
    <Answer heading={id} {...answer}>
      {(user) => (
        <>
          <header>
            <h1>{user.name}</h1>
            <code>{user.id}</code>
            <span className="muted">{user.connected ? t("user.connected") : t("user.lastSeen", { time: time(user.lastSeen) })}</span>
            <Action
              label={t("user.signOutEverywhere")}
              isDangerous
              question={t("user.signOutEverywhereQuestion", { name: user.name })}
              run={() => api.post(`users/${part(id)}/revoke`)}
              onDone={answer.again}
            />
          </header>
          <h2>{t("user.connections")}</h2>
          <Table
            label={t("user.connections")}
            rows={user.sessions}
            keyOf={(session) => session.session}
            empty={t("user.noConnections")}
            columns={[
              { title: t("user.device"), cell: (session) => session.device },
              { title: t("user.client"), cell: (session) => session.agent },
              { title: t("column.since"), cell: (session) => time(session.since) },
              { title: t("column.node"), cell: (session) => <code>{host(session.node)}</code> },
              {
                title: t("column.action"),
                cell: (session) => (
                  <Action
                    label={t("user.signOut")}
                    isDangerous
                    question={t("user.signOutQuestion")}
                    run={() => api.post("revocations", { user: user.id, session: session.session, reason: t("user.signedOutReason") })}
                    onDone={answer.again}
                  />
                ),
              },
            ]}
          />
          <h2>{t("user.rooms")}</h2>
          <Table
            label={t("user.rooms")}
            rows={user.rooms}
            keyOf={(room) => room.id}
            empty={t("common.none")}
            columns={[
              { title: t("column.name"), cell: (room) => <a href={linkTo("rooms", room.id)}>{room.name || t("rooms.kind", { kind: room.kind })}</a> },
              { title: t("column.kind"), cell: (room) => t("rooms.kind", { kind: room.kind }) },
              { title: t("column.role"), cell: (room) => t("rooms.role", { role: room.role }) },
              { title: t("user.unread"), isNumber: true, cell: (room) => count(room.unread) },
            ]}
          />
        </>
      )}
    </Answer>
  );
}
