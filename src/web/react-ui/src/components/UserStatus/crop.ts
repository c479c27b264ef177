/** A side of the square that a picture becomes, in pixels: as large as the largest place that shows it, on a screen of two pixels to one. */
export const side = 256;

export const mostZoom = 4;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What of a picture is in the square: its middle, from 0 to 1 in each direction, and how much larger it is than it has to be. */
export interface Crop {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export const middle: Crop = { x: 0.5, y: 0.5, zoom: 1 };

/** Where the whole picture lies, so that no part of the square is empty. */
export function placeOf({ width, height }: Size, { x, y, zoom }: Crop): Size & { readonly left: number; readonly top: number } {
  const scale = Math.max(side / width, side / height) * zoom;
  const [wide, high] = [width * scale, height * scale];
  return { width: wide, height: high, left: side / 2 - x * wide, top: side / 2 - y * high };
}

/** Moved by so many pixels of the square, or zoomed, as far as that goes. */
export function moved(size: Size, { x, y, zoom }: Crop, right: number, down: number, to = zoom): Crop {
  const { width, height } = placeOf(size, { x, y, zoom: to });
  const within = (value: number, length: number) => Math.min(1 - side / 2 / length, Math.max(side / 2 / length, value));
  return { x: within(x - right / width, width), y: within(y - down / height, height), zoom: to };
}
