import type { FakeServer, ServerSocket } from "../fake-server.ts";

interface Stream {
  readonly socket: ServerSocket;
  next: number;
}

/** `fetch` to the fake server over HTTP: each stream is one of its sockets. */
export class FakeStreams {
  readonly #server: FakeServer;
  readonly #streams = new Map<string, Stream>();
  /** Requests up, in order: `seq` and how many messages. */
  readonly posts: (readonly [seq: number, messages: number])[] = [];
  readonly opened: { readonly url: string; readonly authorization: string | undefined }[] = [];
  readonly left: string[] = [];
  /** What the next requests up are answered with, before the server sees them; `lost`: it has them, and the answer doesn't come. */
  trouble: (number | "lost")[] = [];
  /** What a stream is refused with. */
  refuseWith: number | null = null;
  /** A proxy's, or the page of a server that knows no streams. */
  type = "text/event-stream";

  constructor(server: FakeServer) {
    this.#server = server;
  }

  readonly fetch = async (input: URL | string, init: Omit<RequestInit, "body"> & { body?: string } = {}): Promise<Response> => {
    const url = new URL(input);
    await Promise.resolve();
    if (init.method === "POST") return this.#post(url, init.body ?? "");
    if (init.method === "DELETE") {
      this.left.push(url.pathname);
      return new Response(null, { status: 204 });
    }
    return this.#open(url, init);
  };

  #open(url: URL, init: Omit<RequestInit, "body">): Response {
    const authorization = (init.headers as Record<string, string>).authorization;
    this.opened.push({ url: url.href, authorization });
    if (this.refuseWith !== null) return new Response("", { status: this.refuseWith });
    const name = `s${this.#streams.size + 1}`;
    const socket = this.#server.dial(url.href, ["akkarealtime.v1", authorization?.replace("Bearer ", "bearer.") ?? ""]);
    this.#streams.set(name, { socket, next: 1 });
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        const tell = (text: string) => controller.enqueue(encoder.encode(text));
        const signal = init.signal;
        socket.onopen = () => tell(`event: open\ndata: {"stream":"${name}","maxBytes":400}\n\n: ping\n\n`);
        socket.onmessage = ({ data }) => {
          // In two pieces, as a network may bring it.
          const event = `data: ${String(data)}\n\n`;
          tell(event.slice(0, 7));
          tell(event.slice(7));
        };
        socket.onclose = ({ code }) => {
          if (code === 1006) controller.error(new TypeError("network error"));
          else {
            tell(`event: close\ndata: {"code":${String(code)},"reason":""}\n\n`);
            controller.close();
          }
        };
        signal?.addEventListener("abort", () => {
          socket.onmessage = socket.onclose = null;
          socket.close(1006);
          controller.error(signal.reason);
        });
      },
    });
    return new Response(body, { headers: { "content-type": this.type } });
  }

  #post(url: URL, body: string): Response {
    const stream = this.#streams.get(url.pathname.split("/").at(-1) ?? "");
    const seq = Number(url.searchParams.get("seq"));
    const trouble = this.trouble.shift();
    if (typeof trouble === "number") return new Response("", { status: trouble });
    if (!stream?.socket.isOpen) return new Response("", { status: 404 });
    if (seq > stream.next) return new Response("", { status: 409 });
    if (seq === stream.next) {
      stream.next++;
      const lines = body.split("\n");
      this.posts.push([seq, lines.length]);
      for (const line of lines) stream.socket.send(line);
    }
    if (trouble === "lost") throw new TypeError("network error");
    return new Response(null, { status: 204 });
  }
}
