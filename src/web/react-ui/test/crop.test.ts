import { describe, expect, it } from "vitest";
import { middle, moved, placeOf, side } from "../src/components/UserStatus/crop.ts";

const wide = { width: 800, height: 400 };

describe("the square of a picture", () => {
  it("is filled by its middle, as large as that goes", () => {
    expect(placeOf(wide, middle)).toEqual({ width: 2 * side, height: side, left: -side / 2, top: 0 });
  });

  it("is moved as far as the picture goes, and no further", () => {
    expect(placeOf(wide, moved(wide, middle, 10, 10))).toMatchObject({ left: 10 - side / 2, top: 0 });
    expect(placeOf(wide, moved(wide, middle, 10_000, 0)).left).toBe(0);
    expect(placeOf(wide, moved(wide, middle, -10_000, 0)).left).toBe(-side);
  });

  it("shows the same place when it is zoomed, and no empty edge when it is zoomed back", () => {
    const near = moved(wide, middle, 0, 0, 2);
    expect(near).toEqual({ ...middle, zoom: 2 });
    const corner = moved(wide, near, 10_000, 10_000);
    expect(placeOf(wide, corner)).toMatchObject({ left: 0, top: 0 });
    expect(placeOf(wide, moved(wide, corner, 0, 0, 1))).toMatchObject({ left: 0, top: 0, width: 2 * side });
  });
});
