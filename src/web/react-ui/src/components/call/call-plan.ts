import { Store, type Calls, type MediaKind, type MediaWish } from "@akkarealtime/client";
import { kept } from "../../kept.ts";
import { storage } from "../../storage.ts";

/** What the device test leads to. */
export type CallPlan =
  | { readonly kind: "start"; readonly room: string; readonly title: string; readonly media: MediaKind }
  | { readonly kind: "join" | "accept"; readonly callId: string; readonly title: string; readonly media: MediaKind }
  | { readonly kind: "test"; readonly title: string; readonly media: MediaKind };

/** The device test that is open. */
export const callPlan = new Store<CallPlan | null>(null);

const key = "akkarealtime.call.test-first";

/** Whether starting and joining go by the device test; answering never does unless it was asked for. */
export const testsFirst = kept(() => storage.getItem(key) === "yes");

export function setTestsFirst(isOn: boolean): void {
  storage.setItem(key, isOn ? "yes" : "no");
  testsFirst.set(isOn);
}

/** Starts or joins at once, or by the device test where the user wants that. */
export function go(calls: Calls, plan: CallPlan): Promise<void> {
  if (testsFirst.get() && plan.kind !== "accept") {
    callPlan.set(plan);
    return Promise.resolve();
  }
  return carryOut(calls, plan);
}

export function carryOut(calls: Calls, plan: CallPlan, wish?: MediaWish): Promise<void> {
  const media = wish ? (wish.video ? "video" : plan.media) : plan.media;
  switch (plan.kind) {
    case "start":
      return calls.start({ room: plan.room }, media, wish);
    case "join":
      return calls.join(plan.callId, media, wish);
    case "accept":
      return calls.accept(plan.callId, media, wish);
    case "test":
      return Promise.resolve();
  }
}
