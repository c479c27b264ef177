interface Place {
  readonly protocol: string;
  readonly host: string;
}

declare global {
  interface Window {
    /** Host (and port, and path) of the server, where it is not the page's own. */
    API_URL?: string;
  }
}

/** Where the WebSocket is on a server that isn't told otherwise (`AkkaRealtime:Path`). */
export const defaultPath = "/ws/ws";

/** The configured place, or else the page's. */
function serverAt(apiUrl: string | undefined, page: Place | undefined): { host: string; secure: boolean } {
  const configured = (apiUrl ?? (globalThis as { window?: { API_URL?: string } }).window?.API_URL)?.trim();
  if (configured) return { host: configured.replace(/^[a-z]+:\/\/|\/+$/gi, ""), secure: !/^(http|ws):\/\//i.test(configured) };
  if (page === undefined || !/^https?:$/.test(page.protocol)) throw new TypeError("No page says where the server is: pass `server`");
  return { host: page.host, secure: page.protocol === "https:" };
}

const ownPage = (): Place | undefined => (globalThis as { location?: Place }).location;

/**
 * `wss://${API_URL}/ws/ws` where API_URL is configured, else the page's own origin. API_URL may have a path of its own (`example.com/rt`), under which
 * a proxy has the server; `path` is the server's option `Path`.
 */
export function socketUrl(apiUrl?: string, place: Place | undefined = ownPage(), path: string = defaultPath): string {
  const { host, secure } = serverAt(apiUrl, place);
  return `${secure ? "wss" : "ws"}://${host}${path}`;
}

/** Where the HTTP interface is: `https://${API_URL}`, or the page's own origin. */
export function httpUrl(apiUrl?: string, place: Place | undefined = ownPage()): string {
  const { host, secure } = serverAt(apiUrl, place);
  return `${secure ? "https" : "http"}://${host}`;
}

/** The HTTP interface of the server whose socket is at `socket`: what a proxy has before the server's own `path` is before its `/api`, too. */
export function httpOrigin(socket: string, path: string = defaultPath): string {
  const { origin, pathname } = new URL(socket.replace(/^ws/i, "http"));
  const under = pathname.endsWith(path) ? pathname.slice(0, -path.length) : "";
  return `${origin}${under}`;
}
