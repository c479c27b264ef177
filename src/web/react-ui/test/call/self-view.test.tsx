import { act, fireEvent, render } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { cornerAt } from "../../src/components/call/use-corner.ts";
import { useHeldSpace } from "../../src/components/call/use-held-space.ts";

const box = (left: number, top: number, width: number, height: number) => new DOMRect(left, top, width, height);

it("a self-view goes to the corner that it was dragged nearest to, in the line's direction", () => {
  const around = box(0, 0, 1_000, 600);
  const at = (left: number, top: number, isRtl = false) => cornerAt(box(left, top, 200, 150), around, isRtl);
  expect([at(780, 430), at(20, 430), at(300, 10), at(500, 10)]).toEqual(["bottom-end", "bottom-start", "top-start", "top-end"]);
  expect([at(780, 430, true), at(20, 10, true)]).toEqual(["bottom-start", "top-end"]);
});

function Held({ onHold }: { onHold: (isHeld: boolean) => void }) {
  useHeldSpace(true, onHold);
  return <input data-testid="field" />;
}

it("space is held until it is let go or the page is left, once for each press, and belongs to a field where one types", () => {
  const hold = vi.fn();
  const { getByTestId, unmount } = render(<Held onHold={hold} />);
  fireEvent.keyDown(getByTestId("field"), { key: " " });
  expect(hold.mock.calls).toEqual([]);
  fireEvent.keyDown(document.body, { key: " " });
  fireEvent.keyDown(document.body, { key: " ", repeat: true });
  fireEvent.keyUp(document.body, { key: " " });
  expect(hold.mock.calls).toEqual([[true], [false]]);
  fireEvent.keyDown(document.body, { key: " " });
  act(() => void window.dispatchEvent(new Event("blur")));
  fireEvent.keyUp(document.body, { key: " " });
  expect(hold.mock.calls).toEqual([[true], [false], [true], [false]]);
  fireEvent.keyDown(document.body, { key: " " });
  unmount();
  expect(hold.mock.calls.at(-1)).toEqual([false]);
});
