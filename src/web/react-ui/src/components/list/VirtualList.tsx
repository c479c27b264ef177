import { useCallback, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState, type ReactNode, type Ref, type UIEvent } from "react";
import { flushSync } from "react-dom";
import { placeAt, rangeOf, sumOf, surviving, type Place, type Range } from "./virtual.ts";

export interface VirtualRow {
  readonly key: string;
  /** Moves when others come in, like the line of a day: what one reads is never measured by it. */
  readonly floats?: boolean;
}

export interface VirtualListHandle {
  readonly element: HTMLDivElement | null;
  /** Puts a row into the middle, or at the top; from then on that is the place. */
  readonly scrollTo: (key: string, to?: "middle" | "top") => void;
  readonly scrollToEnd: () => void;
  /** What is seen stays where it is, also at the end, while a row there becomes another one. */
  readonly hold: () => void;
}

/** What is seen, told when it changes. */
export interface Seen {
  /** Index of the first row that is seen. */
  readonly first: number;
  readonly isAtEnd: boolean;
  readonly isNearStart: boolean;
  readonly isNearEnd: boolean;
}

interface VirtualListProps<R extends VirtualRow> {
  readonly rows: readonly R[];
  readonly children: (row: R, index: number) => ReactNode;
  readonly estimate: (row: R) => number;
  /** The end of the rows is the end of all there is: who is there stays there. */
  readonly isWhole: boolean;
  readonly onSeen: (seen: Seen) => void;
  readonly ref: Ref<VirtualListHandle>;
  readonly header?: ReactNode;
  readonly className?: string;
  readonly attributes?: React.HTMLAttributes<HTMLDivElement> & Record<`data-${string}`, string | number | undefined>;
}

const noneFloats: (index: number) => boolean = () => false;
/** So near to the end counts as being there; so near, more is asked for. */
const atEndPx = 40;
const nearPx = 1_200;

/**
 * Draws the rows that are seen and some beyond, with room for the others. What one reads stays where it is, whatever comes in or changes its
 * height, above or below: the place is a row and a distance, never a number of pixels from the top.
 */
export function VirtualList<R extends VirtualRow>({ rows, children, estimate, isWhole, onSeen, ref, header, className, attributes }: VirtualListProps<R>) {
  const scroller = useRef<HTMLDivElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const place = useRef<Place>({ at: "end" });
  const [heights] = useState(() => new Map<string, number>());
  const keys = rows.map((row) => row.key);
  const heightOf = (index: number) => {
    const row = rows[index];
    return row === undefined ? 0 : (heights.get(row.key) ?? estimate(row));
  };
  const viewport = () => scroller.current?.clientHeight ?? 800;
  // Drawn again where the place needs other rows than are there; the place itself is no state, scrolling within them draws nothing.
  const [, redraw] = useState(0);
  const latest = useRef({ keys, heightOf, isWhole, onSeen, floats: noneFloats });
  /** How far it was scrolled when the place was last put or taken. */
  const scrolled = useRef(0);

  /** What is seen becomes the place. */
  const takePlace = (element: HTMLElement, seen = seenRow(element, inner.current)) => {
    const { keys: all, heightOf: height, isWhole: whole, floats: floating } = latest.current;
    scrolled.current = element.scrollTop;
    if (whole && fromEndOf(element) < atEndPx) place.current = { at: "end" };
    else place.current = seen ?? placeAt(element.scrollTop - (inner.current?.offsetTop ?? 0), all, height, floating);
  };

  /** Who has scrolled is told of in the next frame only: what is drawn before that must not put them back. Pushed up by what has become shorter, nobody has scrolled. */
  const followScroll = () => {
    const element = scroller.current;
    const moved = element ? element.scrollTop - scrolled.current : 0;
    if (element && moved && (moved > 0 || fromEndOf(element) > 1)) takePlace(element);
  };

  /* eslint-disable react-hooks/refs -- the place is read as it stands: whoever moves it out of the range draws anew */
  const { keys: before, floats } = latest.current;
  followScroll();
  place.current = surviving(place.current, () => before.filter((_, index) => !floats(index)), keys);
  const range = rangeOf(place.current, keys, heightOf, viewport());
  /* eslint-enable react-hooks/refs */
  const drawn = useRef<Range>(range);

  // The first row looks different when one comes in above it (a name, a distance): the next one doesn't.
  const firstFirm = rows.length > 1 ? rows.findIndex((row) => row.floats !== true) : -1;
  useLayoutEffect(() => {
    latest.current = { keys, heightOf, isWhole, onSeen, floats: (index) => index === firstFirm || rows[index]?.floats === true };
    drawn.current = range;
  });

  const look = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const { keys: all, heightOf: height, isWhole: whole, onSeen: tell } = latest.current;
    const fromEnd = fromEndOf(element);
    const { from, to } = drawn.current;
    const isAtEnd = whole && fromEnd < atEndPx;
    const seen = seenRow(element, inner.current, true);
    const first = seen ? from + seen.index : place.current.at === "row" ? Math.max(0, all.indexOf(place.current.key)) : Math.max(0, to - 1);
    tell({
      first,
      isAtEnd,
      isNearStart: element.scrollTop < nearPx && sumOf(0, from, height) < nearPx,
      isNearEnd: fromEnd < nearPx && sumOf(to, all.length, height) < nearPx,
    });
  }, []);

  /** Measures what is drawn, puts the place back where it was, and draws more where that is not enough. */
  const settle = useCallback(() => {
    const element = scroller.current;
    const box = inner.current;
    if (!element || !box) return;
    for (const child of rowsIn(box)) {
      const key = child.dataset.row;
      if (key !== undefined) heights.set(key, child.getBoundingClientRect().height);
    }
    const { keys: all, heightOf: height } = latest.current;
    const now = place.current;
    const target = now.at === "end" ? element.scrollHeight - element.clientHeight : topOf(element, box, now.key, now.offset);
    if (target !== null && Math.abs(element.scrollTop - target) >= 1) element.scrollTop = target;
    scrolled.current = element.scrollTop;
    const needed = rangeOf(now, all, height, element.clientHeight);
    if (needed.from < drawn.current.from || needed.to > drawn.current.to) redraw((count) => count + 1);
    look();
  }, [heights, look]);

  useLayoutEffect(settle);
  useEffect(() => {
    const observer = new ResizeObserver(settle);
    if (scroller.current) observer.observe(scroller.current);
    if (inner.current) observer.observe(inner.current);
    return () => observer.disconnect();
  }, [settle]);

  const onScroll = (event: UIEvent<HTMLDivElement>) => {
    const element = event.currentTarget;
    if (event.target !== element) return;
    const near = seenRow(element, inner.current);
    takePlace(element, near);
    const needed = rangeOf(place.current, latest.current.keys, latest.current.heightOf, element.clientHeight);
    const { from, to } = drawn.current;
    // Some rows of slack, so that not every pixel draws.
    // Beyond what is drawn nothing is seen: drawn before the next picture.
    if (near === null) flushSync(() => redraw((count) => count + 1));
    else if (needed.from < from - 3 || needed.to > to + 3 || needed.from > from + 40 || needed.to < to - 40) redraw((count) => count + 1);
    look();
  };

  useImperativeHandle(
    ref,
    () => {
      const go = (to: Place) => {
        place.current = to;
        scrolled.current = scroller.current?.scrollTop ?? 0;
        redraw((count) => count + 1);
      };
      return {
        get element() {
          return scroller.current;
        },
        scrollTo: (key, to = "middle") => {
          const index = latest.current.keys.indexOf(key);
          const height = index < 0 ? 0 : latest.current.heightOf(index);
          const space = viewport();
          go({ at: "row", key, offset: to === "top" ? -56 : -Math.max(56, (space - height) / 2.5) });
        },
        scrollToEnd: () => go({ at: "end" }),
        hold: () => {
          if (!scroller.current) return;
          scrolled.current = scroller.current.scrollTop;
          place.current = seenRow(scroller.current, inner.current) ?? place.current;
        },
      };
    },
    [],
  );

  return (
    <div {...attributes} ref={scroller} className={className} onScroll={onScroll}>
      <div className="virtual">
        {header}
        <div ref={inner} className="virtual-rows">
          <div style={{ height: sumOf(0, range.from, heightOf) }} />
          {rows.slice(range.from, range.to).map((row, at) => (
            <div key={row.key} data-row={row.key} data-floats={range.from + at === firstFirm || row.floats} className="virtual-row">
              {children(row, range.from + at)}
            </div>
          ))}
          <div style={{ height: sumOf(range.to, rows.length, heightOf) }} />
        </div>
      </div>
    </div>
  );
}

/** The rows that are drawn, and the room for those that aren't. */
function rowsIn(box: HTMLElement): HTMLCollectionOf<HTMLElement> {
  return box.children as HTMLCollectionOf<HTMLElement>;
}

function fromEndOf(scroller: HTMLElement): number {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
}

function topOf(scroller: HTMLElement, box: HTMLElement, key: string, offset: number): number | null {
  for (const child of rowsIn(box)) {
    if (child.dataset.row === key) {
      return Math.max(0, child.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop + offset);
    }
  }
  return null;
}

/** The first drawn row that reaches into what is seen, as a place, and its number among those drawn: one that floats where `floats` says so. null where what is seen lies beyond the drawn rows. */
function seenRow(scroller: HTMLElement, box: HTMLElement | null, floats = false): (Extract<Place, { at: "row" }> & { readonly index: number }) | null {
  const seen = scroller.getBoundingClientRect().top;
  let index = 0;
  for (const child of box ? rowsIn(box) : []) {
    const { top, bottom, height } = child.getBoundingClientRect();
    const key = child.dataset.row;
    if (key === undefined) {
      // Room for rows that aren't drawn reaches into what is seen.
      if (height > 0 && bottom > seen) return null;
      continue;
    }
    if (bottom > seen && (floats || child.dataset.floats === undefined)) return { at: "row", key, offset: seen - top, index };
    index++;
  }
  return null;
}
