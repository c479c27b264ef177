import type { FakeServer, ServerSocket } from "./fake-server.ts";
import { settle } from "./harness.ts";

/** The server's next answer to such a request is made when it is asked, and comes only when the returned function is called. */
export function held(server: FakeServer, type: string): () => Promise<void> {
  const answers: (() => void)[] = [];
  const before = server.intercept;
  let isAsked = false;
  server.intercept = (socket: ServerSocket, frame) => {
    if (frame.type !== type || isAsked) return before?.(socket, frame) ?? false;
    isAsked = true;
    const say = socket.say.bind(socket);
    const made: [string, object][] = [];
    socket.say = (answered: string, data?: object) => void made.push([answered, data ?? {}]);
    const { intercept } = server;
    server.intercept = null;
    socket.receive(frame);
    server.intercept = intercept;
    socket.say = say;
    answers.push(() => made.forEach(([answered, data]) => say(answered, data)));
    return true;
  };
  return async () => {
    for (const answer of answers) answer();
    await settle();
  };
}
