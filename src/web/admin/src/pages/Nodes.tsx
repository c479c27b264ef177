import { ratesOf, totalsOf } from "../api/rates.ts";
import type { ClusterNode, NodeList } from "../api/types.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useApi } from "../api/use-api.ts";
import { Action } from "../components/Action.tsx";
import { Answer } from "../components/Answer.tsx";
import { Sparkline } from "../components/Sparkline.tsx";
import { Table } from "../components/Table.tsx";
import { compact, count, host, megabytes, percent, rate, since } from "../format.ts";
import { t } from "../i18n/t.ts";

const everyMs = 2_000;
// Two minutes.
const most = 60;

/** The cluster as it is now. */
export function Nodes() {
  const answer = useAnswer<NodeList>("nodes", everyMs, most);
  return (
    <>
      <h1>{t("pages.nodes")}</h1>
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
        <Total label={t("nodes.connections")} value={count(total.connections)} values={totals.map((t) => t.connections)} />
        <Total label={t("nodes.usersOnline")} value={count(total.usersOnline)} values={totals.map((t) => t.usersOnline)} />
        <Total label={t("nodes.calls")} value={count(total.calls)} values={totals.map((t) => t.calls)} />
        <Total label={t("nodes.messagesIn")} value={rate(total.messagesIn)} values={totals.slice(1).map((t) => t.messagesIn)} />
        <Total label={t("nodes.deliveries")} value={rate(total.deliveries)} values={totals.slice(1).map((t) => t.deliveries)} />
      </dl>
      <Table
        label={t("pages.nodes")}
        rows={now.nodes}
        keyOf={(node) => node.address}
        empty={t("nodes.empty")}
        columns={[
          {
            title: t("column.node"),
            cell: (node) => (
              <>
                <code>{host(node.address)}</code>
                {node.address === now.node && <small> {t("nodes.answers")}</small>}
              </>
            ),
          },
          { title: t("column.state"), cell: (node) => <State node={node} /> },
          {
            title: t("column.action"),
            cell: ({ address, figures: f }) =>
              f && (
                <Action
                  label={t(f.draining ? "nodes.takeIn" : "nodes.takeOut")}
                  isDangerous={!f.draining}
                  question={t(f.draining ? "nodes.takeInQuestion" : "nodes.takeOutQuestion")}
                  run={() => api.post("nodes/drain", { address, draining: !f.draining })}
                  onDone={onChanged}
                />
              ),
          },
          { title: t("nodes.version"), cell: (node) => node.figures?.version },
          { title: t("nodes.up"), isNumber: true, cell: ({ figures: f }) => f && since(f.startedAt, f.at) },
          { title: t("nodes.connections"), isNumber: true, cell: ({ figures: f }) => f && t("nodes.connectionsOf", { count: count(f.connections), most: compact(f.maxConnections) }) },
          { title: t("nodes.users"), isNumber: true, cell: ({ figures: f }) => f && count(f.usersOnline) },
          { title: t("nodes.calls"), isNumber: true, cell: ({ figures: f }) => f && count(f.calls) },
          { title: t("nodes.in"), isNumber: true, cell: (node) => show(ratesOfNode(node)?.messagesIn, rate) },
          { title: t("nodes.deliveries"), isNumber: true, cell: (node) => show(ratesOfNode(node)?.deliveries, rate) },
          { title: t("nodes.cpu"), isNumber: true, cell: (node) => show(ratesOfNode(node)?.cpu, percent) },
          { title: t("nodes.memory"), isNumber: true, cell: ({ figures: f }) => f && megabytes(f.memoryBytes) },
          { title: t("nodes.waiting"), cell: ({ figures: f }) => f && <Counts of={f.queues} none={t("nodes.nothing")} /> },
          { title: t("nodes.dropped"), cell: ({ figures: f }) => f && <Counts of={f.drops} none={t("nodes.nothing")} /> },
          { title: t("nodes.ended"), cell: ({ figures: f }) => f && <Counts of={f.closes} none={t("nodes.none")} /> },
          { title: t("nodes.faults"), isNumber: true, cell: ({ figures: f }) => f && count(f.actorRestarts) },
        ]}
      />
    </>
  );
}

function State({ node }: { readonly node: ClusterNode }) {
  if (!node.reachable) return <span className="state bad">{t("nodes.unreachable")}</span>;
  if (!node.figures) return <span className="state bad">{t("nodes.silent")}</span>;
  if (node.figures.draining) return <span className="state warning">{t("nodes.takenOut")}</span>;
  return <span className={node.status === "Up" ? "state good" : "state warning"}>{t("nodes.status", { status: node.status })}</span>;
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
      <Sparkline values={values} label={t("nodes.lastMinutes", { label })} />
    </div>
  );
}

const show = (value: number | undefined, as: (value: number) => string) => (value === undefined ? <span className="muted">…</span> : as(value));
