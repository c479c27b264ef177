import { part } from "../api/api.ts";
import type { UserDetails } from "../api/types.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useApi } from "../api/use-api.ts";
import { Action } from "../components/Action.tsx";
import { Answer } from "../components/Answer.tsx";
import { Table } from "../components/Table.tsx";
import { count, time } from "../format.ts";
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
            <span className="muted">{user.connected ? "connected" : `last seen ${time(user.lastSeen)}`}</span>
            <Action
              label="Sign out everywhere"
              isDangerous
              question={`All connections of ${user.name} end, and the tokens that they were given until now no longer work.`}
              run={() => api.post(`users/${part(id)}/revoke`)}
              onDone={answer.again}
            />
          </header>
          <h2>Connections</h2>
          <Table
            label="Connections"
            rows={user.sessions}
            keyOf={(session) => session.session}
            empty="None now."
            columns={[
              { title: "Device", cell: (session) => session.device },
              { title: "Client", cell: (session) => session.agent },
              { title: "Since", cell: (session) => time(session.since) },
              { title: "Node", cell: (session) => <code>{session.node.replace(/^.*@/, "")}</code> },
              {
                title: "Action",
                cell: (session) => (
                  <Action
                    label="Sign out"
                    isDangerous
                    question="The connection ends, and its token no longer works."
                    run={() => api.post("revocations", { user: user.id, session: session.session, reason: "Signed out on the admin page." })}
                    onDone={answer.again}
                  />
                ),
              },
            ]}
          />
          <h2>Rooms</h2>
          <Table
            label="Rooms"
            rows={user.rooms}
            keyOf={(room) => room.id}
            empty="None."
            columns={[
              { title: "Name", cell: (room) => <a href={linkTo("rooms", room.id)}>{room.name || room.kind}</a> },
              { title: "Kind", cell: (room) => room.kind },
              { title: "Role", cell: (room) => room.role },
              { title: "Unread", isNumber: true, cell: (room) => count(room.unread) },
            ]}
          />
        </>
      )}
    </Answer>
  );
}
