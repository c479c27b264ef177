/** Has the camera or the system blur what is behind somebody, which costs next to nothing (W3C mediacapture-extensions). False where they can't. */
export async function blursItself(camera: MediaStreamTrack): Promise<boolean> {
  const able = "getCapabilities" in camera ? camera.getCapabilities().backgroundBlur : undefined;
  if (!able?.includes(true)) return false;
  // All constraints are replaced by these.
  await camera.applyConstraints({ ...camera.getConstraints(), backgroundBlur: { exact: true } }).catch(() => undefined);
  return isBlurred(camera);
}

/** In the system's own menus it can be switched off at any time. */
export function onUnblurred(camera: MediaStreamTrack, tell: () => void): () => void {
  const look = () => {
    if (!isBlurred(camera)) tell();
  };
  camera.addEventListener("configurationchange", look);
  return () => camera.removeEventListener("configurationchange", look);
}

function isBlurred(camera: MediaStreamTrack): boolean {
  return camera.getSettings().backgroundBlur === true;
}
