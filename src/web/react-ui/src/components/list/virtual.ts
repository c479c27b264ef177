/** What stays where it is while rows come, go and change their heights: the end, or a row at a distance from the top of what is seen. */
export type Place = { readonly at: "end" } | { readonly at: "row"; readonly key: string; readonly offset: number };

export interface Range {
  readonly from: number;
  /** Excluded. */
  readonly to: number;
}

/** How far beyond what is seen rows are drawn, so that scrolling meets them ready. */
export const overscanPx = 1_500;

/** The rows to draw for a place, so that what is seen, and `overscanPx` on both sides of it, is filled. */
export function rangeOf(place: Place, keys: readonly string[], heightOf: (index: number) => number, viewport: number): Range {
  const count = keys.length;
  if (count === 0) return { from: 0, to: 0 };
  const index = place.at === "end" ? -1 : keys.indexOf(place.key);
  if (place.at === "end" || index < 0) {
    let from = count;
    for (let px = 0; from > 0 && px < viewport + overscanPx; from--) px += heightOf(from - 1);
    return { from, to: count };
  }
  let from = index;
  for (let px = -place.offset; from > 0 && px < overscanPx; from--) px += heightOf(from - 1);
  let to = index;
  for (let px = -place.offset; to < count && px < viewport + overscanPx; to++) px += heightOf(to);
  return { from, to };
}

/** The row at a distance from the top of all rows, by what is known of their heights. Rows that float (see VirtualRow) are no places. */
export function placeAt(top: number, keys: readonly string[], heightOf: (index: number) => number, floats: (index: number) => boolean): Place {
  let above = 0;
  let place: Place = { at: "end" };
  for (let index = 0; index < keys.length; index++) {
    const height = heightOf(index);
    if (!floats(index)) {
      place = { at: "row", key: keys[index] ?? "", offset: top - above };
      if (above + height > top) return place;
    }
    above += height;
  }
  return place;
}

/** The same place where its row is gone: the row that came next, or else the one before. */
export function surviving(place: Place, firmBefore: () => readonly string[], keys: readonly string[]): Place {
  if (place.at === "end" || keys.includes(place.key)) return place;
  const before = firmBefore();
  const at = before.indexOf(place.key);
  const there = new Set(keys);
  const key = before.slice(at + 1).find((one) => there.has(one)) ?? before.slice(0, Math.max(0, at)).findLast((one) => there.has(one));
  return key === undefined ? { at: "end" } : { at: "row", key, offset: 0 };
}

export function sumOf(from: number, to: number, heightOf: (index: number) => number): number {
  let sum = 0;
  for (let index = from; index < to; index++) sum += heightOf(index);
  return sum;
}
