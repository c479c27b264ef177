import type { SocketLike } from "./environment.ts";

/** Before a request that got no answer is sent again. */
const againMs = 1_000;
/** For the event that says why, where a request has found the stream closed first. */
const reasonMs = 2_000;
/** For what is still to be sent when the connection is not wanted any more. */
const farewellMs = 5_000;
/** What a proxy answers in the server's place, or the server while it is busy: nothing is lost, the request goes again under its number. */
const isPassing = (status: number) => status === 429 || status >= 500;

/**
 * A socket for networks that let no WebSocket through: what comes, comes as events of a response that doesn't end, and what is sent goes in requests
 * of its own, one after the other (protocol §1).
 */
export class StreamSocket implements SocketLike {
  onopen: SocketLike["onopen"] = null;
  onmessage: SocketLike["onmessage"] = null;
  onclose: SocketLike["onclose"] = null;
  readonly #url: URL;
  readonly #ends = new AbortController();
  readonly #waiting: string[] = [];
  /** Of this stream alone, for what is sent. */
  #up = "";
  #maxBytes = 0;
  #seq = 0;
  #sending: Promise<void> | null = null;
  #isOver = false;

  constructor(url: string, protocols: readonly string[]) {
    const after = (prefix: string) => protocols.find((protocol) => protocol.startsWith(prefix))?.slice(prefix.length);
    this.#url = new URL(url);
    this.#url.protocol = this.#url.protocol.replace("ws", "http");
    this.#url.pathname = `${this.#url.pathname.replace(/\/$/, "")}/stream`;
    const ticket = after("resume.");
    if (ticket) this.#url.searchParams.set("resume", ticket);
    void this.#run(after("bearer."));
  }

  send(data: string): void {
    this.#waiting.push(data);
    this.#sending ??= this.#flush().finally(() => (this.#sending = null));
  }

  /** With 1000, behind all that was sent. */
  close(code?: number): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const abort = () => this.#ends.abort();
    if (code !== 1000 || !this.#up) {
      abort();
      return;
    }
    setTimeout(abort, farewellMs);
    void Promise.resolve(this.#sending)
      .then(() => fetch(this.#up, { method: "DELETE", keepalive: true, signal: this.#ends.signal }))
      .then(abort, abort);
  }

  async #run(token: string | undefined): Promise<void> {
    try {
      const response = await fetch(this.#url, { headers: token ? { authorization: `Bearer ${token}` } : {}, cache: "no-store", signal: this.#ends.signal });
      // Who knows of no streams may answer with a page.
      if (!response.ok || !response.body || !response.headers.get("content-type")?.startsWith("text/event-stream")) {
        this.#end(response.status === 401 ? 4401 : 1006);
        return;
      }
      await this.#read(response.body.getReader());
    } catch {
      // It broke off, or never began.
    }
    this.#end(1006);
  }

  async #read(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for (let rest = ""; ; ) {
      const { done, value } = await reader.read();
      if (done) return;
      const events = (rest + decoder.decode(value, { stream: true })).split("\n\n");
      rest = events.pop() ?? "";
      for (const event of events) this.#take(event);
    }
  }

  #take(event: string): void {
    if (this.#isOver) return;
    const valueOf = (field: string) => event.split("\n").find((line) => line.startsWith(`${field}: `))?.slice(field.length + 2);
    const data = valueOf("data");
    // A comment, which keeps the response alive.
    if (data === undefined) return;
    const name = valueOf("event");
    if (name === undefined) this.onmessage?.({ data });
    else if (name === "open") this.#open(JSON.parse(data) as { stream: string; maxBytes: number });
    else if (name === "close") this.#end((JSON.parse(data) as { code: number }).code);
  }

  #open({ stream, maxBytes }: { stream: string; maxBytes: number }): void {
    const up = new URL(this.#url);
    up.pathname += `/${stream}`;
    up.search = "";
    this.#up = up.href;
    this.#maxBytes = maxBytes;
    this.onopen?.();
  }

  /** What is sent while a request is under way goes with the next one. */
  async #flush(): Promise<void> {
    for (let body = this.#batch(); body !== undefined; body = this.#batch()) {
      const status = await this.#deliver(++this.#seq, body);
      if (status === 204) continue;
      if (status === 404) setTimeout(() => this.#end(1006), reasonMs);
      else this.#end(status === 413 ? 1009 : 1006);
      return;
    }
  }

  /** A line each, and at least one; nothing where nothing waits. */
  #batch(): string | undefined {
    const encoder = new TextEncoder();
    let body = this.#waiting.shift();
    let bytes = encoder.encode(body).length;
    for (let next = this.#waiting[0]; body !== undefined && next !== undefined; next = this.#waiting[0]) {
      bytes += encoder.encode(next).length + 1;
      if (bytes > this.#maxBytes) break;
      body += `\n${next}`;
      this.#waiting.shift();
    }
    return body;
  }

  /** Until there is an answer that says something. */
  async #deliver(seq: number, body: string): Promise<number> {
    for (;;) {
      const status = await this.#post(seq, body);
      if (!isPassing(status) || this.#ends.signal.aborted) return status;
      await new Promise((resolve) => setTimeout(resolve, againMs));
    }
  }

  /** The status of the answer; 500 where there was none. */
  async #post(seq: number, body: string): Promise<number> {
    try {
      const { status } = await fetch(`${this.#up}?seq=${seq}`, { method: "POST", body, signal: this.#ends.signal });
      return status;
    } catch {
      return 500;
    }
  }

  #end(code: number): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#ends.abort();
    this.onclose?.({ code, reason: "" });
  }
}
