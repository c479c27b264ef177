import { ratesOf, totalsOf } from "../api/rates.ts";
import type { ClusterNode, NodeList } from "../api/types.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useApi } from "../api/use-api.ts";
import { Action } from "../components/Action.tsx";
import { Answer } from "../components/Answer.tsx";
import { Sparkline } from "../components/Sparkline.tsx";
import { Table } from "../components/Table.tsx";
import { compact, count, megabytes, percent, rate, since } from "../format.ts";

const everyMs = 2_000;
// Two minutes.
const most = 60;

/** The cluster as it is now. */
export function Nodes() {
  const answer = useAnswer<NodeList>("nodes", everyMs, most);
  return (
    <>
      <h1>Nodes</h1>
      <Answer {...answer}>{(now) => <Cluster now={now} seen={answer.seen} onChanged={answer.again} />}</Answer>
    </>
  );
}

interface ClusterProps {
  readonly now: NodeList;
  /** The answers of the last minutes, this one the last. */
  readonly seen: readonly NodeList[];
  readonly onChanged: () => void;
}

function Cluster({ now, seen, onChanged }: ClusterProps) {
  const api = useApi();
  const totals = seen.map((list, i) => totalsOf(seen[i - 1]?.nodes ?? [], list.nodes));
  const total = totals.at(-1) ?? totalsOf([], now.nodes);
  const before = seen.at(-2);
  const ratesOfNode = (node: ClusterNode) => ratesOf(before?.nodes.find((n) => n.address === node.address)?.figures, node.figures);
  return (
    <>
      <dl className="totals">
        <Total label="Connections" value={count(total.connections)} values={totals.map((t) => t.connections)} />
        <Total label="Users online" value={count(total.usersOnline)} values={totals.map((t) => t.usersOnline)} />
        <Total label="Calls" value={count(total.calls)} values={totals.map((t) => t.calls)} />
        <Total label="Messages in / s" value={rate(total.messagesIn)} values={totals.slice(1).map((t) => t.messagesIn)} />
        <Total label="Deliveries / s" value={rate(total.deliveries)} values={totals.slice(1).map((t) => t.deliveries)} />
      </dl>
      <Table
        label="Nodes"
        rows={now.nodes}
        keyOf={(node) => node.address}
        empty="There are no nodes."
        columns={[
          {
            title: "Node",
            cell: (node) => (
              <>
                <code>{node.address.replace(/^.*@/, "")}</code>
                {node.address === now.node && <small> answers</small>}
              </>
            ),
          },
          { title: "State", cell: (node) => <State node={node} /> },
          {
            title: "Action",
            cell: ({ address, figures: f }) =>
              f && (
                <Action
                  label={f.draining ? "Take back in" : "Take out"}
                  isDangerous={!f.draining}
                  question={
                    f.draining
                      ? "The node takes connections again."
                      : "The node is no longer ready, takes no connections and lets go of those it has: clients come back at other nodes. Without another node nobody can connect."
                  }
                  run={() => api.post("nodes/drain", { address, draining: !f.draining })}
                  onDone={onChanged}
                />
              ),
          },
          { title: "Version", cell: (node) => node.figures?.version },
          { title: "Up", isNumber: true, cell: ({ figures: f }) => f && since(f.startedAt, f.at) },
          { title: "Connections", isNumber: true, cell: ({ figures: f }) => f && `${count(f.connections)} of ${compact(f.maxConnections)}` },
          { title: "Users", isNumber: true, cell: ({ figures: f }) => f && count(f.usersOnline) },
          { title: "Calls", isNumber: true, cell: ({ figures: f }) => f && count(f.calls) },
          { title: "In / s", isNumber: true, cell: (node) => show(ratesOfNode(node)?.messagesIn, rate) },
          { title: "Deliveries / s", isNumber: true, cell: (node) => show(ratesOfNode(node)?.deliveries, rate) },
          { title: "CPU", isNumber: true, cell: (node) => show(ratesOfNode(node)?.cpu, percent) },
          { title: "Memory", isNumber: true, cell: ({ figures: f }) => f && megabytes(f.memoryBytes) },
          { title: "Waiting", cell: ({ figures: f }) => f && <Counts of={f.queues} none="nothing" /> },
          { title: "Dropped", cell: ({ figures: f }) => f && <Counts of={f.drops} none="nothing" /> },
          { title: "Ended", cell: ({ figures: f }) => f && <Counts of={f.closes} none="none" /> },
          { title: "Faults", isNumber: true, cell: ({ figures: f }) => f && count(f.actorRestarts) },
        ]}
      />
    </>
  );
}

function State({ node }: { readonly node: ClusterNode }) {
  if (!node.reachable) return <span className="state bad">unreachable</span>;
  if (!node.figures) return <span className="state bad">no answer</span>;
  if (node.figures.draining) return <span className="state warning">taken out</span>;
  return <span className={node.status === "Up" ? "state good" : "state warning"}>{node.status.toLowerCase()}</span>;
}

function Counts({ of, none }: { readonly of: Readonly<Record<string, number>>; readonly none: string }) {
  const some = Object.entries(of).filter(([, value]) => value !== 0);
  if (some.length === 0) return <span className="muted">{none}</span>;
  return (
    <ul className="counts">
      {some.map(([name, value]) => (
        <li key={name}>
          {name}: {compact(value)}
        </li>
      ))}
    </ul>
  );
}

function Total({ label, value, values }: { readonly label: string; readonly value: string; readonly values: readonly number[] }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
      <Sparkline values={values} label={`${label}, the last two minutes`} />
    </div>
  );
}

const show = (value: number | undefined, as: (value: number) => string) => (value === undefined ? <span className="muted">…</span> : as(value));
