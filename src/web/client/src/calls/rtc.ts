/** The browser's media and peer connections, so that tests can stand in for them. */
export interface Rtc {
  createPeer(configuration: RTCConfiguration): RTCPeerConnection;
  createStream(tracks?: MediaStreamTrack[]): MediaStream;
  getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream>;
  getDisplayMedia(constraints: DisplayMediaStreamOptions): Promise<MediaStream>;
}

export const browserRtc: Rtc = {
  createPeer: (configuration) => new RTCPeerConnection(configuration),
  createStream: (tracks) => new MediaStream(tracks ?? []),
  getUserMedia: (constraints) => devices().getUserMedia(constraints),
  getDisplayMedia: (constraints) => devices().getDisplayMedia(constraints),
};

/** Outside a secure context (plain http on another host) browsers have no media devices at all. */
function devices(): MediaDevices {
  const found = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
  if (!found) throw new DOMException("This page needs https to use camera and microphone", "NotAllowedError");
  return found;
}
