interface Place {
  readonly protocol: string;
  readonly host: string;
}

declare global {
  interface Window {
    /** Host (and port) of the server, where it is not the page's own. */
    API_URL?: string;
  }
}

function configuredHost(apiUrl: string | undefined): { host: string; secure: boolean } | undefined {
  const configured = (apiUrl ?? (typeof window === "undefined" ? undefined : window.API_URL))?.trim();
  if (!configured) return undefined;
  const secure = !/^(http|ws):\/\//i.test(configured);
  return { host: configured.replace(/^[a-z]+:\/\//i, "").replace(/\/+$/, ""), secure };
}

/** `wss://${API_URL}/ws/ws` where API_URL is configured, else the page's own origin. */
export function socketUrl(apiUrl?: string, place: Place = location): string {
  const configured = configuredHost(apiUrl);
  if (configured) return `${configured.secure ? "wss" : "ws"}://${configured.host}/ws/ws`;
  return `${place.protocol === "https:" ? "wss" : "ws"}://${place.host}/ws/ws`;
}

/** Where the HTTP interface is: `https://${API_URL}`, or the page's own origin. */
export function httpUrl(apiUrl?: string, place: Place = location): string {
  const configured = configuredHost(apiUrl);
  if (configured) return `${configured.secure ? "https" : "http"}://${configured.host}`;
  return `${place.protocol}//${place.host}`;
}

/** The HTTP interface of the server whose socket is at `socket`. */
export function httpOrigin(socket: string): string {
  const { protocol, host } = new URL(socket);
  return `${protocol === "wss:" ? "https:" : "http:"}//${host}`;
}
