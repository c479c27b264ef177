import { decode, isOwnType, type Envelope, type Notices, type Requests, type ServerMessages, type SessionReadyEvent } from "../protocol/index.ts";
import { join, Store, type Readable } from "../store.ts";
import { elapsedMs, ServerClock } from "./clock.ts";
import { browserSocket, browserSurroundings, type SocketLike, type Surroundings } from "./environment.ts";
import { Heartbeat } from "./heartbeat.ts";
import { afterClose, backoffMs, hurriedMs } from "./reconnect.ts";
import { PendingRequests, RequestError, type WaitOptions } from "./requests.ts";
import { traceOf } from "./trace.ts";
import { Turns } from "./turns.ts";

/** What a connection is doing: `idle`: never opened; `connecting`, `authenticating`: on its way; `ready`: requests are answered; `draining`: the server is about to stop, and another connection is opened; `waiting`: until the next attempt; `closed`: for good, or until `connect` is called. */
export type ConnectionState = "idle" | "connecting" | "authenticating" | "ready" | "draining" | "waiting" | "closed";

/** `http`: by a response that doesn't end and requests, where the network lets no WebSocket through. */
export type Transport = "websocket" | "http";

/** What there is to know about a connection at one moment. */
export interface ConnectionSnapshot {
  readonly state: ConnectionState;
  /** Of this connection, or the last one. */
  readonly transport: Transport;
  /** How many attempts in a row did not last. */
  readonly attempt: number;
  /** While waiting: when the next attempt starts, in milliseconds since 1970, by `Connection.clock`. */
  readonly retryAt: number | null;
  /** The last close code, 1006 where there was no closing handshake. */
  readonly closeCode: number | null;
  readonly session: SessionReadyEvent | null;
  /** What the token function threw or rejected with when it was last asked; null once it gives a token. It is asked again, with growing pauses. */
  readonly tokenError: unknown;
}

/**
 * Why a token is wanted: for the first time, or again; `rejected`: the server said that the last one is not valid (the
 * same one again keeps the connection closed); `unopened`: several handshakes in a row failed, which may be an
 * unreachable server or a refused token, since browsers don't tell; `expiring`: it ends soon, within a minute.
 */
export type TokenReason = "connect" | "reconnect" | "rejected" | "unopened" | "expiring";
/** null means that there is nobody signed in any more: the connection stays closed. */
export type TokenProvider = (reason: TokenReason) => Promise<string | null> | string | null;

/** How a connection is opened, and with what. */
export interface ConnectionOptions {
  readonly url: string;
  readonly device: string;
  readonly token: TokenProvider;
  readonly createSocket?: (url: string, protocols: string[]) => SocketLike;
  /**
   * `auto`, the default: HTTP where the upgrade to a WebSocket fails twice in a row while HTTP is answered; who comes back from there tries the
   * WebSocket first, once. Where there is a `createSocket`, the default is `websocket`.
   */
  readonly transport?: Transport | "auto";
  readonly surroundings?: Surroundings;
  readonly random?: () => number;
  readonly log?: (text: string) => void;
  /**
   * What a request is a part of, as W3C Trace Context writes it (`00-<trace>-<span>-01`): asked when it is made. Nothing is sent where it gives nothing, what
   * isn't recorded, or what is malformed, or throws.
   */
  readonly traceparent?: () => string | null | undefined;
}

export interface ReadyInfo {
  readonly session: SessionReadyEvent;
  /** The store behind the server is another one than before. */
  readonly epochChanged: boolean;
}

const handshakeTimeoutMs = 10_000;
const tokenTimeoutMs = 10_000;
const probeMs = 5_000;
/** A connection that lasted this long was a good one: the next failure starts at the smallest back-off again. */
const stableMs = 10_000;

type Listener<K extends keyof ServerMessages> = (data: ServerMessages[K]) => void;

/** One socket at a time, opened again for as long as it is wanted. */
export class Connection {
  readonly clock = new ServerClock();
  readonly #options: ConnectionOptions & Required<Omit<ConnectionOptions, "traceparent">>;
  readonly #snapshot = new Store<ConnectionSnapshot>({
    state: "idle",
    transport: "websocket",
    attempt: 0,
    retryAt: null,
    closeCode: null,
    session: null,
    tokenError: null,
  });
  readonly #requests = new PendingRequests();
  readonly #turns = new Turns();
  readonly #heartbeat = new Heartbeat(
    () => this.#write("session.ping", {}),
    () => this.#lost(4000),
  );
  readonly #listeners = new Map<string, Set<(data: never) => void>>();
  readonly #ownListeners = new Set<(envelope: Envelope) => void>();
  readonly #readyListeners = new Set<(info: ReadyInfo) => void>();
  readonly #lostListeners = new Set<(code: number) => void>();
  #socket: SocketLike | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #unwatch: (() => void) | undefined;
  /** Counts attempts, so that what an earlier one still answers is ignored. */
  #generation = 0;
  #token: string | null = null;
  /** Lets me in before those who were never here, where many come at once. */
  #ticket: string | undefined;
  #epoch: string | null = null;
  #drainMs: number | undefined;
  #readySince: number | null = null;
  #unopened = 0;
  #isUrgent: () => boolean = () => false;

  constructor({
    createSocket,
    transport = createSocket ? "websocket" : "auto",
    surroundings = browserSurroundings,
    random = Math.random,
    // eslint-disable-next-line no-console -- the two lines that the front end promises
    log = (text) => console.log(text),
    ...options
  }: ConnectionOptions) {
    this.#options = { ...options, createSocket: createSocket ?? browserSocket, transport, surroundings, random, log };
    this.on("session.pong", ({ serverTime }) => this.clock.hear(serverTime));
    this.on("session.ready", (session) => this.#ready(session));
    this.on("session.expiring", () => void this.#renew());
    this.on("session.draining", ({ reconnectAfterMs }) => this.#drain(reconnectAfterMs));
  }

  get snapshot(): Readable<ConnectionSnapshot> {
    return this.#snapshot;
  }

  get isReady(): boolean {
    const { state } = this.#snapshot.get();
    return state === "ready" || state === "draining";
  }

  connect(): void {
    const { state } = this.#snapshot.get();
    if (state !== "idle" && state !== "closed") return;
    this.#unwatch ??= this.#options.surroundings.onWake(() => this.#wake());
    this.#change({ attempt: 0, closeCode: null });
    this.#open("connect");
  }

  /** Stops wanting a connection. */
  close(): void {
    this.#unwatch?.();
    this.#unwatch = undefined;
    this.#stay(1000);
  }

  /** Ends the countdown. */
  retryNow(): void {
    if (this.#snapshot.get().state === "waiting") this.#open("reconnect");
  }

  /** Comes back within 4 s instead of 20 s while this holds. */
  hurryWhile(isUrgent: () => boolean): void {
    this.#isUrgent = isUrgent;
  }

  on<K extends keyof ServerMessages>(type: K, listener: Listener<K>): () => void {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners);
    return join(listeners, listener);
  }

  /** What the server sends unasked of types that are not its own. */
  onOwn(listener: (envelope: Envelope) => void): () => void {
    return join(this.#ownListeners, listener);
  }

  /** Each time a session begins, the first and every later one. */
  onReady(listener: (info: ReadyInfo) => void): () => void {
    return join(this.#readyListeners, listener);
  }

  onLost(listener: (code: number) => void): () => void {
    return join(this.#lostListeners, listener);
  }

  /** Rejects with a RequestError: what the server said, `timeout`, or `disconnected`. Never waits for a connection. */
  request<K extends keyof Requests>(type: K, data: Requests[K]["data"], timeoutMs?: number): Promise<Requests[K]["reply"]> {
    return this.ask(type, data, { timeoutMs }) as Promise<unknown> as Promise<Requests[K]["reply"]>;
  }

  /** A request of any type, as `request`. */
  ask(type: string, data: object, options: WaitOptions = {}): Promise<Readonly<Record<string, unknown>>> {
    if (!this.isReady) return Promise.reject(new RequestError("disconnected", `${type}: not connected`));
    return this.#requests.start(type, options, (ref) => this.#write(type, { traceparent: traceOf(this.#options.traceparent), ...data, ref }));
  }

  /**
   * Calls `take` as soon as one more thing may be sent without coming near the server's rate limit: for what is asked for in bulk, as after a reconnect;
   * `onLost` where there is no session, or it is lost before. `isUrgent`: before all that is not.
   */
  inTurn(take: () => void, { onLost = () => undefined, isUrgent = false }: { onLost?: () => void; isUrgent?: boolean } = {}): void {
    if (this.isReady) this.#turns.add({ take, onLost }, isUrgent);
    else onLost();
  }

  /** Resolves once there is a session; rejects with `disconnected` when the connection is closed for good, and with the signal's reason. */
  untilReady(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (done: () => void) => {
        unsubscribe();
        signal?.removeEventListener("abort", look);
        done();
      };
      const look = () => {
        if (signal?.aborted) settle(() => reject(signal.reason as Error));
        else if (this.isReady) settle(resolve);
        else if (this.#snapshot.get().state === "closed") settle(() => reject(new RequestError("disconnected", "the connection is closed")));
      };
      const unsubscribe = this.#snapshot.subscribe(look);
      signal?.addEventListener("abort", look);
      look();
    });
  }

  /** At most once: false, and forgotten, when there is no session. */
  notify<K extends keyof Notices>(type: K, data: Notices[K]): boolean {
    if (!this.isReady) return false;
    this.#write(type, data);
    return true;
  }

  #write(type: string, data: object): void {
    this.#socket?.send(JSON.stringify({ type, data }));
  }

  #change(change: Partial<ConnectionSnapshot>): void {
    this.#snapshot.update((before) => ({ ...before, ...change }));
  }

  #open(reason: TokenReason): void {
    this.#abandon(1000);
    const generation = this.#generation;
    const isCurrent = () => generation === this.#generation;
    const { token: tokenFor, random } = this.#options;
    const later = () => {
      const { attempt } = this.#snapshot.get();
      this.#abandon(1000);
      this.#change({ attempt: attempt + 1 });
      this.#wait(backoffMs(attempt, random, this.#isUrgent() ? hurriedMs : undefined), reason);
    };
    this.#change({ state: "connecting", retryAt: null });
    // An answer that was lost with the network on which it was asked for may never come.
    this.#timer = setTimeout(later, tokenTimeoutMs);
    // Async, so that a function that throws is one that rejects.
    (async () => tokenFor(reason))().then(
      (token) => {
        if (!isCurrent()) return;
        clearTimeout(this.#timer);
        this.#change({ tokenError: null });
        if (token === null || (reason === "rejected" && token === this.#token)) this.#stay(4401);
        else this.#dial(token);
      },
      (tokenError: unknown) => {
        if (!isCurrent()) return;
        this.#change({ tokenError });
        later();
      },
    );
  }

  #dial(token: string, isHttp = this.#options.transport === "http"): void {
    const { url, device, createSocket, transport, log } = this.#options;
    this.#token = token;
    const where = [`${url}?device=${encodeURIComponent(device)}`, ["akkarealtime.v1", `bearer.${token}`, ...(this.#ticket ? [`resume.${this.#ticket}`] : [])]] as [string, string[]];
    const lost = (code: number) => {
      // Whether it is the network or the server: HTTP will tell.
      if (transport === "auto" && !isHttp && this.#unopened > 1) {
        this.#abandon(1000);
        this.#dial(token, true);
      } else this.#lost(code);
    };
    const use = (socket: SocketLike) => {
      this.#socket = socket;
      socket.onopen = () => {
        log(`✅ ${isHttp ? "HTTP" : "WebSocket"} connected successfully`);
        // Who comes back from HTTP is refused an upgrade once, not twice.
        this.#unopened = +isHttp;
        this.#change({ state: "authenticating", transport: isHttp ? "http" : "websocket" });
      };
      socket.onmessage = (event) => this.#receive(event.data);
      socket.onclose = (event) => lost(event.code);
    };
    this.#timer = setTimeout(() => lost(1006), handshakeTimeoutMs);
    log(`🔗 Connecting to ${isHttp ? "HTTP" : "WebSocket"}: ${url}`);
    if (isHttp) {
      const generation = this.#generation;
      // Where the code doesn't come, the time runs out.
      void import("./stream-socket.ts").then(({ StreamSocket }) => generation === this.#generation && use(new StreamSocket(...where)), () => undefined);
    } else {
      this.#unopened++;
      use(createSocket(...where));
    }
  }

  #receive(frame: unknown): void {
    this.#heartbeat.heard();
    const envelope = decode(frame);
    if (!envelope) return;
    const { type, data } = envelope;
    for (const listener of [...(this.#listeners.get(type) ?? [])]) listener(data as never);
    if (typeof data.ref !== "string") {
      if (isOwnType(type)) for (const listener of [...this.#ownListeners]) listener(envelope);
      return;
    }
    if (type === "error") this.#requests.reject(data.ref, data as unknown as ServerMessages["error"]);
    else this.#requests.resolve(data.ref, data);
  }

  #ready(session: SessionReadyEvent): void {
    this.clock.set(session.serverTime);
    const renewed = this.isReady;
    const epochChanged = this.#epoch !== null && this.#epoch !== session.epoch;
    this.#epoch = session.epoch;
    this.#ticket = session.resume;
    if (renewed) {
      this.#change({ session });
      return;
    }
    clearTimeout(this.#timer);
    this.#drainMs = undefined;
    this.#readySince = elapsedMs();
    this.#heartbeat.start(session.heartbeatMs);
    this.#turns.begin(session.limits);
    this.#change({ state: "ready", retryAt: null, closeCode: null, session });
    for (const listener of [...this.#readyListeners]) listener({ session, epochChanged });
  }

  async #renew(): Promise<void> {
    const generation = this.#generation;
    try {
      const token = await this.#options.token("expiring");
      // The same token again would be renewed for nothing.
      if (token === null || token === this.#token || generation !== this.#generation) return;
      this.#token = token;
      await this.request("session.auth", { token, device: this.#options.device });
    } catch {
      // The server will close with 4401 when the old token ends, and that asks for a new one again.
    }
  }

  /** The node is going away: still usable, and left after a random part of the time it gave. */
  #drain(reconnectAfterMs: number): void {
    this.#drainMs = reconnectAfterMs;
    this.#change({ state: "draining" });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#cutOff(1001);
      this.#open("reconnect");
    }, this.#options.random() * reconnectAfterMs);
  }

  #wake(): void {
    const { state, closeCode } = this.#snapshot.get();
    if (state === "waiting" && closeCode !== 4002) this.#open("reconnect");
    else if (this.isReady) this.#heartbeat.probe(probeMs);
  }

  /** Also for a socket that doesn't answer: its own close event might come minutes later. */
  #lost(code: number): void {
    const { random } = this.#options;
    const attempt = this.#readySince !== null && elapsedMs() - this.#readySince >= stableMs ? 0 : this.#snapshot.get().attempt;
    this.#cutOff(code);
    const afterMs = afterClose({ code, attempt, reconnectAfterMs: this.#drainMs, random, mostMs: this.#isUrgent() ? hurriedMs : undefined });
    this.#drainMs = undefined;
    this.#change({ attempt: attempt + 1, closeCode: code });
    if (afterMs === null) this.#stay(code);
    else this.#wait(afterMs, code === 4401 ? "rejected" : "reconnect");
  }

  /** Ends the socket and tells those who were waiting on it. */
  #cutOff(code: number): void {
    const wasReady = this.isReady;
    this.#abandon(code === 1001 ? 1000 : 4000);
    this.#readySince = null;
    if (wasReady) this.#change({ state: "connecting" });
    this.#requests.rejectAll();
    this.#turns.end();
    if (wasReady) {
      for (const listener of [...this.#lostListeners]) listener(code);
    }
  }

  #wait(afterMs: number, reason: TokenReason): void {
    this.#change({ state: "waiting", retryAt: this.clock.now() + afterMs });
    const again = reason === "reconnect" && this.#unopened > 0 && this.#unopened % 2 === 0 ? "unopened" : reason;
    this.#timer = setTimeout(() => this.#open(again), afterMs);
  }

  #stay(closeCode: number): void {
    this.#abandon(1000);
    this.#change({ state: "closed", retryAt: null, closeCode });
  }

  #abandon(code: number): void {
    this.#generation++;
    this.#heartbeat.stop();
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(code);
  }
}
