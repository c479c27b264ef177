/** The browser's media and peer connections, so that tests can stand in for them. */
export interface Rtc {
  createPeer(configuration: RTCConfiguration): RTCPeerConnection;
  createStream(tracks?: MediaStreamTrack[]): MediaStream;
  getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream>;
  getDisplayMedia(constraints: DisplayMediaStreamOptions): Promise<MediaStream>;
  listDevices(): Promise<readonly MediaDeviceInfo[]>;
  /** Something was plugged in or out. */
  onDevices(listener: () => void): () => void;
  /** This machine is on another network than before, or on one again. */
  onNetwork(listener: () => void): () => void;
}

/** The browser's own WebRTC and devices. */
export const browserRtc: Rtc = {
  createPeer: (configuration) => new RTCPeerConnection(configuration),
  createStream: (tracks) => new MediaStream(tracks ?? []),
  getUserMedia: (constraints) => devices().getUserMedia(constraints),
  getDisplayMedia: (constraints) => devices().getDisplayMedia(constraints),
  listDevices: () => available()?.enumerateDevices() ?? Promise.resolve([]),
  onDevices: (listener) => listen(available(), "devicechange", listener),
  onNetwork: (listener) => {
    const stops = [listen(globalThis.window, "online", listener), listen((globalThis.navigator as { connection?: EventTarget } | undefined)?.connection, "change", listener)];
    return () => {
      for (const stop of stops) stop();
    };
  },
};

function available(): MediaDevices | undefined {
  return (globalThis.navigator as { mediaDevices?: MediaDevices } | undefined)?.mediaDevices;
}

/** Outside a secure context (plain http on another host) browsers have no media devices at all. */
function devices(): MediaDevices {
  const found = available();
  if (!found) throw new DOMException("This page needs https to use camera and microphone", "SecurityError");
  return found;
}

function listen(target: EventTarget | undefined, event: string, listener: () => void): () => void {
  target?.addEventListener(event, listener);
  return () => target?.removeEventListener(event, listener);
}
