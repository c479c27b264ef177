import { describe, expect, it } from "vitest";
import { overscanPx, placeAt, rangeOf, surviving } from "../../src/components/list/virtual.ts";

const keys = Array.from({ length: 1_000 }, (_, index) => `${index}`);
const heightOf = () => 50;

describe("the rows that are drawn", () => {
  it("fill what is seen and some beyond, at the end", () => {
    expect(rangeOf({ at: "end" }, keys, heightOf, 600)).toEqual({ from: 1_000 - (600 + overscanPx) / 50, to: 1_000 });
  });

  it("lie around the place, whatever comes in above", () => {
    const place = { at: "row", key: "500", offset: 20 } as const;
    const { from, to } = rangeOf(place, keys, heightOf, 600);
    expect([500 - from, to - 500]).toEqual([31, 43]);
    const older = Array.from({ length: 50 }, (_, index) => `older ${index}`);
    expect(rangeOf(place, [...older, ...keys], heightOf, 600)).toEqual({ from: from + 50, to: to + 50 });
  });

  it("are the last ones where the row of the place is gone, and none where there are none", () => {
    expect(rangeOf({ at: "row", key: "gone", offset: 0 }, keys, heightOf, 600).to).toBe(1_000);
    expect(rangeOf({ at: "end" }, [], heightOf, 600)).toEqual({ from: 0, to: 0 });
  });

  it("are found by a distance from the top", () => {
    const none = () => false;
    expect(placeAt(1_020, keys, heightOf, none)).toEqual({ at: "row", key: "20", offset: 20 });
    expect(placeAt(1e9, keys, heightOf, none)).toMatchObject({ key: "999" });
    expect(placeAt(1_020, keys, heightOf, (index) => index === 20)).toEqual({ at: "row", key: "21", offset: -30 });
  });

  it("stay where they are when the row of the place goes", () => {
    const place = { at: "row", key: "5", offset: 20 } as const;
    expect(surviving(place, () => keys, keys)).toBe(place);
    expect(surviving(place, () => keys, keys.filter((key) => key !== "5"))).toEqual({ at: "row", key: "6", offset: 0 });
    expect(surviving(place, () => keys.slice(0, 6), keys.slice(0, 5))).toEqual({ at: "row", key: "4", offset: 0 });
    expect(surviving(place, () => keys, [])).toEqual({ at: "end" });
  });
});
