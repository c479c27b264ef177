/** What the blur needs of a browser: pictures drawn in a worker, by the graphics processor or in its place. */
export const canBlur = hasWebGl();

function hasWebGl(): boolean {
  try {
    return new OffscreenCanvas(1, 1).getContext("webgl2") !== null && "captureStream" in HTMLCanvasElement.prototype;
  } catch {
    return false;
  }
}
