import type { Client, ScheduledMessage } from "@akkarealtime/client";
import { newId, Store, type Draft } from "@akkarealtime/client";
import { t } from "../../i18n/t.ts";
import { toast } from "../../notifications/toasts.ts";

/** What I have scheduled, the earliest first; null until the server has said so. */
export const scheduled = new Store<readonly ScheduledMessage[] | null>(null);

/** Whether the list is shown. */
export const scheduledList = new Store(false);

type Connection = Client["connection"];

const pageSize = 200;

async function load(connection: Connection): Promise<void> {
  const all: ScheduledMessage[] = [];
  for (let cursor: string | undefined, more = true; more; ) {
    const page = await connection.request("chat.schedules", { limit: pageSize, ...(cursor !== undefined && { cursor }) });
    all.push(...page.messages);
    cursor = page.next;
    more = cursor !== undefined;
  }
  scheduled.set(all);
}

/** Keeps {@link scheduled} as the server has it, over reconnects and my other devices, until the returned function is called. */
export function followScheduled(connection: Connection): () => void {
  // Without it the list says that it loads, and the next session asks again.
  const again = () => void load(connection).catch(() => undefined);
  const ends = [
    connection.onReady(again),
    connection.on("chat.scheduled", ({ message, ref }) => {
      if (message.failed && ref === undefined) toast(t("scheduled.failedToast"));
      again();
    }),
    connection.on("chat.unscheduled", again),
  ];
  if (connection.isReady) again();
  return () => {
    for (const end of ends) end();
    scheduled.set(null);
    scheduledList.set(false);
  };
}

/** One for each attempt: sent again after a lost answer, it is the same message. */
export function scheduler(connection: Connection): (plan: Draft, at: Date) => Promise<unknown> {
  const key = newId();
  return (plan, at) => connection.request("chat.schedule", { ...plan, key, at: at.toISOString() });
}
