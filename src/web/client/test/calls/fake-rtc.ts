import type { Rtc } from "../../src/calls/media/rtc.ts";
import { importedCode } from "../../src/calls/session/late-code.ts";

// Here it is at once; late-code.test.ts lets it come late.
await importedCode.load();

let sessions = 0;
let tracks = 0;

interface FakeDescription {
  readonly type: "offer" | "answer";
  readonly sdp: string;
}

export class FakeTrack {
  readonly kind: string;
  readonly id = `track-${++tracks}`;
  readonly deviceId: string | null;
  contentHint = "";
  enabled = true;
  muted = false;
  readyState = "live";
  onended: (() => void) | null = null;
  onmute: (() => void) | null = null;
  onunmute: (() => void) | null = null;

  constructor(kind: string, deviceId: string | null = null) {
    this.kind = kind;
    this.deviceId = deviceId;
  }

  stop(): void {
    this.readyState = "ended";
  }
}

export class FakeStream {
  readonly #tracks: FakeTrack[];

  constructor(tracks: FakeTrack[] = []) {
    this.#tracks = [...tracks];
  }

  getTracks = () => [...this.#tracks];
  getAudioTracks = () => this.#tracks.filter((track) => track.kind === "audio");
  getVideoTracks = () => this.#tracks.filter((track) => track.kind === "video");
  addTrack = (track: FakeTrack) => {
    if (!this.#tracks.includes(track)) this.#tracks.push(track);
  };
  removeTrack = (track: FakeTrack) => void this.#tracks.splice(this.#tracks.indexOf(track), 1);
}

interface FakeSender {
  track: FakeTrack | null;
  parameters: { encodings: { maxBitrate?: number; scaleResolutionDownBy?: number }[]; degradationPreference?: string };
  replaceTrack: (track: FakeTrack | null) => Promise<void>;
  getParameters: () => FakeSender["parameters"];
  setParameters: (parameters: FakeSender["parameters"]) => Promise<void>;
}

interface FakeTransceiver {
  direction: string;
  stopped: boolean;
  sender: FakeSender;
  receiver: { track: FakeTrack };
  fromTrack: boolean;
  negotiated: boolean;
}

/** A peer connection's signalling rules (W3C webrtc-pc §4), without media: what is wrong there throws here. */
export class FakePeer {
  readonly session = `${++sessions}`;
  readonly calls: string[] = [];
  signalingState = "stable";
  connectionState = "new";
  localDescription: FakeDescription | null = null;
  remoteDescription: FakeDescription | null = null;
  readonly candidates: object[] = [];
  configuration: RTCConfiguration;
  onnegotiationneeded: (() => void) | null = null;
  onicecandidate: ((event: { candidate: { toJSON: () => object } | null }) => void) | null = null;
  ontrack: ((event: { track: FakeTrack }) => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  closed = false;
  /** Nothing gets through: it never connects. */
  isCut = false;
  #version = 0;
  #iceRestart = false;
  #remoteSession: string | null = null;
  #needed = false;
  readonly #transceivers: FakeTransceiver[] = [];

  constructor(configuration: RTCConfiguration) {
    this.configuration = configuration;
  }

  /** What getStats answers. */
  stats: readonly object[] = [];
  /** How loud the other side is now. */
  level = 0;

  getTransceivers = () => this.#transceivers;
  getStats = () => Promise.resolve(new Map(this.stats.map((stat, at) => [`${at}`, stat])));
  getReceivers = () =>
    this.#transceivers.map(({ receiver }) => ({
      track: receiver.track,
      getSynchronizationSources: () => (receiver.track.kind === "audio" ? [{ audioLevel: this.level, timestamp: performance.now() }] : []),
    }));
  getConfiguration = () => this.configuration;
  setConfiguration = (configuration: RTCConfiguration) => void (this.configuration = configuration);

  addTrack(track: FakeTrack): void {
    this.#transceivers.push(this.#transceiver(track.kind, track, "sendrecv", true));
    this.#need();
  }

  addTransceiver(kind: string, { direction }: { direction: string }): void {
    this.#transceivers.push(this.#transceiver(kind, null, direction, false));
    this.#need();
  }

  restartIce(): void {
    this.calls.push("restartIce");
    this.#iceRestart = true;
    this.#need();
  }

  async setLocalDescription(): Promise<void> {
    await Promise.resolve();
    if (this.closed) throw new Error("closed");
    if (this.signalingState === "have-remote-offer") {
      this.localDescription = this.#describe("answer");
      this.#toStable();
    } else {
      this.localDescription = this.#describe("offer");
      this.signalingState = "have-local-offer";
      this.#needed = false;
      this.#iceRestart = false;
    }
    this.onicecandidate?.({ candidate: { toJSON: () => ({ candidate: `candidate of ${this.session}` }) } });
  }

  async setRemoteDescription(description: FakeDescription): Promise<void> {
    await Promise.resolve();
    if (this.closed) throw new Error("closed");
    const session = description.sdp.split(" ")[1] ?? "";
    if (this.#remoteSession !== null && this.#remoteSession !== session) throw new Error("another fingerprint in a running session");
    if (description.type === "answer") {
      if (this.signalingState !== "have-local-offer") throw new Error(`an answer in ${this.signalingState}`);
      this.remoteDescription = description;
      this.#remoteSession = session;
      this.#toStable();
      return;
    }
    if (this.signalingState === "have-local-offer") {
      this.calls.push("rollback");
      this.#needed = true;
    }
    this.remoteDescription = description;
    this.#remoteSession = session;
    this.signalingState = "have-remote-offer";
    for (const kind of description.sdp.split(" ").slice(3)) {
      const own = this.#transceivers.find((one) => !one.negotiated && one.fromTrack && one.receiver.track.kind === kind);
      if (own) own.negotiated = true;
      else if (!this.#transceivers.some((one) => one.negotiated && one.receiver.track.kind === kind)) {
        const made = this.#transceiver(kind, null, "recvonly", false);
        made.negotiated = true;
        this.#transceivers.push(made);
      }
    }
  }

  async addIceCandidate(candidate: object): Promise<void> {
    await Promise.resolve();
    if (!this.remoteDescription) throw new Error("a candidate before any description");
    this.candidates.push(candidate);
  }

  close(): void {
    this.closed = true;
  }

  become(state: string): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  #transceiver(kind: string, track: FakeTrack | null, direction: string, fromTrack: boolean): FakeTransceiver {
    let current = direction;
    const need = () => this.#need();
    const sender: FakeSender = {
      track,
      parameters: { encodings: [{}] },
      getParameters: () => structuredClone(sender.parameters),
      setParameters: (parameters) => {
        sender.parameters = parameters;
        return Promise.resolve();
      },
      replaceTrack: (next: FakeTrack | null) => {
        sender.track = next;
        return Promise.resolve();
      },
    };
    return {
      get direction() {
        return current;
      },
      set direction(value: string) {
        if (value === current) return;
        current = value;
        need();
      },
      stopped: false,
      sender,
      receiver: { track: new FakeTrack(kind) },
      fromTrack,
      negotiated: false,
    };
  }

  #describe(type: "offer" | "answer"): FakeDescription {
    for (const transceiver of this.#transceivers) transceiver.negotiated = true;
    const kinds = [...new Set(this.#transceivers.map((one) => one.receiver.track.kind))];
    return { type, sdp: `o=- ${this.session} ${++this.#version}${this.#iceRestart ? "r" : ""} ${kinds.join(" ")}`.trimEnd() };
  }

  #toStable(): void {
    this.signalingState = "stable";
    for (const transceiver of this.#transceivers) {
      const { track } = transceiver.receiver;
      this.ontrack?.({ track });
    }
    if (this.#transceivers.some((one) => !one.negotiated) || this.#iceRestart) this.#needed = true;
    if (this.#needed) this.#need();
    if (this.connectionState !== "connected") queueMicrotask(() => !this.closed && !this.isCut && this.become("connected"));
  }

  #need(): void {
    this.#needed = true;
    queueMicrotask(() => {
      if (!this.#needed || this.signalingState !== "stable" || this.closed) return;
      this.#needed = false;
      this.onnegotiationneeded?.();
    });
  }
}

function exactly(wish: boolean | MediaTrackConstraints): string | null {
  const id = typeof wish === "object" ? wish.deviceId : undefined;
  return typeof id === "object" && "exact" in id && typeof id.exact === "string" ? id.exact : null;
}

export interface FakeRtc extends Rtc {
  readonly peers: FakePeer[];
  /** What getUserMedia answers: `no camera` and `nothing` reject as a browser does. */
  devices: "all" | "no camera" | "nothing";
  /** The name of the error of getUserMedia, where a device is missing. */
  error: string;
  readonly opened: FakeTrack[];
  /** What is plugged in. */
  plugged: MediaDeviceInfo[];
  /** Something was plugged in or out. */
  readonly devicesChanged: () => void;
  readonly networkChanged: () => void;
}

export function device(kind: MediaDeviceKind, deviceId: string, label = deviceId): MediaDeviceInfo {
  return { kind, deviceId, label, groupId: "", toJSON: () => ({}) };
}

export function fakeRtc(): FakeRtc {
  const peers: FakePeer[] = [];
  const opened: FakeTrack[] = [];
  const onDevices = new Set<() => void>();
  const onNetwork = new Set<() => void>();
  const listenIn = (listeners: Set<() => void>) => (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const rtc: FakeRtc = {
    peers,
    opened,
    devices: "all",
    error: "NotFoundError",
    plugged: [],
    listDevices: () => Promise.resolve(rtc.plugged),
    onDevices: listenIn(onDevices),
    onNetwork: listenIn(onNetwork),
    devicesChanged: () => onDevices.forEach((listener) => listener()),
    networkChanged: () => onNetwork.forEach((listener) => listener()),
    createPeer: (configuration) => {
      const peer = new FakePeer(configuration);
      peers.push(peer);
      return peer as unknown as RTCPeerConnection;
    },
    createStream: (tracks) => new FakeStream(tracks as unknown as FakeTrack[]) as unknown as MediaStream,
    getUserMedia: ({ audio, video }) => {
      const missing = rtc.devices === "nothing" || (rtc.devices === "no camera" && video !== undefined);
      if (missing) return Promise.reject(new DOMException("Requested device not found", rtc.error));
      const tracks = [...(audio ? [new FakeTrack("audio", exactly(audio))] : []), ...(video ? [new FakeTrack("video", exactly(video))] : [])];
      opened.push(...tracks);
      return Promise.resolve(new FakeStream(tracks) as unknown as MediaStream);
    },
    getDisplayMedia: () => {
      const track = new FakeTrack("video");
      opened.push(track);
      return Promise.resolve(new FakeStream([track]) as unknown as MediaStream);
    },
  };
  return rtc;
}
