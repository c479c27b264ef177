import type { CallSessionState, RemoteParticipant } from "@akkarealtime/client";
import { ClientProvider } from "@akkarealtime/react";
import { fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { fakeRtc } from "../../../client/test/calls/fake-rtc.ts";
import { harness } from "../../../client/test/harness.ts";
import { PeoplePanel } from "../../src/components/call/PeoplePanel.tsx";
import { testIds } from "../../src/testids.ts";
import { preparePage } from "../stage.tsx";

preparePage();

it("rings members by their names, with the keyboard, and suggests nobody who is in the call or rung", () => {
  const { client } = harness({ rtc: fakeRtc() });
  for (const [user, name] of [["cem", "Cem Celik"], ["cleo", "Cleo Celik"], ["curt", "Curt Celik"]] as const) client.people.learn(user, name);
  const invite = vi.spyOn(client.calls, "invite").mockResolvedValue();
  const remote = { participant: "cem/d", user: "cem", name: "Cem Celik", media: { audio: true, video: true, screen: false } } as RemoteParticipant;
  const current = { remotes: [remote], hands: [], invited: [{ user: "curt", fate: "ringing" }], call: null, local: { audio: true } } as unknown as CallSessionState;
  render(
    <ClientProvider client={client}>
      <PeoplePanel current={current} isHost={false} mayRemove={false} onClose={() => undefined} />
    </ClientProvider>,
  );
  const input = screen.getByRole("combobox", { name: "Call more members of this conversation" });
  fireEvent.change(input, { target: { value: "celik" } });
  expect(screen.getAllByRole("option").map((one) => one.dataset.user)).toEqual(["cleo"]);
  fireEvent.keyDown(input, { key: "ArrowDown" });
  fireEvent.keyDown(input, { key: "Enter" });
  fireEvent.change(input, { target: { value: "dora" } });
  fireEvent.click(screen.getByTestId(testIds.callInviteSubmit));
  expect(invite.mock.calls).toEqual([[["cleo", "dora"]]]);
  expect(screen.queryByText("Cleo Celik")).toBeNull();
});

it("lets the room's owners and admins remove, without muting, where somebody else is host", () => {
  const { client } = harness({ rtc: fakeRtc() });
  const remove = vi.spyOn(client.calls, "remove").mockResolvedValue();
  const remote = { participant: "cem/d", user: "cem", name: "Cem", media: { audio: true, video: true, screen: false } } as RemoteParticipant;
  const current = { remotes: [remote], hands: [], invited: [], call: { host: "cem" }, local: { audio: true } } as unknown as CallSessionState;
  render(
    <ClientProvider client={client}>
      <PeoplePanel current={current} isHost={false} mayRemove onClose={() => undefined} />
    </ClientProvider>,
  );
  expect(screen.queryByTestId(testIds.callMute)).toBeNull();
  fireEvent.click(screen.getByTestId(testIds.callRemove));
  expect(remove).not.toHaveBeenCalled();
  fireEvent.click(screen.getByTestId(testIds.callRemoveYes));
  expect(remove).toHaveBeenCalledWith("cem");
});
