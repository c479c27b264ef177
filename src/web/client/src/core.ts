import { Connection, type ConnectionOptions, type TokenProvider } from "./connection/connection.ts";
import { browserStorage, deviceId, type KeyValueStorage } from "./connection/environment.ts";
import { defaultPath, httpOrigin, socketUrl } from "./connection/url.ts";

/** What every client is made with, whatever parts it has. */
export interface CoreOptions extends Partial<Omit<ConnectionOptions, "token">> {
  /** Who is signed in: the user's id. */
  readonly user: string;
  /** The token, or what gives one whenever it is wanted. A token alone is good for as long as it lasts: then the connection stays closed. */
  readonly token: TokenProvider | string;
  /** Where the server is, with the path it has behind a proxy: `https://example.com/rt`. The page's own origin, where there is a page. `url` is for the socket alone. */
  readonly server?: string | undefined;
  /** The server's option `Path`, where it isn't `/ws/ws`. */
  readonly path?: string;
  /** Where small things are kept, as the device's id and people's names; localStorage, or memory where there is none. */
  readonly storage?: KeyValueStorage;
}

/** Whom the user has blocked. */
export interface BlockList {
  has(user: string): boolean;
  /** Settles when the server has answered, in this session, who they are, or won't. */
  readonly known: Promise<unknown>;
}

/** Something that lives with a client: chat, status, calls. */
export interface Part {
  open?(): void;
  close?(): void;
  /** The user signs out of this browser: what is kept of them goes. Followed by `close`. */
  forget?(): void | Promise<void>;
}

/** Each makes a part of a client, which has it under the same name. */
export type PartMakers<Client> = Readonly<Record<string, (client: Client) => unknown>>;
/** A client with nothing but its connection. */
// eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type -- no names, so nothing is added
export type NoParts = Record<never, never>;
/** The parts that were made, by their names. */
export type Made<Makers extends PartMakers<never>> = { readonly [Name in keyof Makers]: ReturnType<Makers[Name]> };

/** What all of a client's parts share: who it is, and the one connection. */
export class Core {
  readonly user: string;
  readonly device: string;
  readonly connection: Connection;
  /** The server's HTTP interface, without a slash at its end. */
  readonly http: string;
  readonly token: TokenProvider;
  /** Whom I have blocked, where that is a part of this client: other parts go by it. */
  declare readonly blocks?: BlockList;
  readonly #storage: KeyValueStorage | undefined;
  readonly #parts: Part[] = [];
  readonly #uses: (() => boolean)[] = [];

  constructor(options: CoreOptions) {
    const { user, token, server, path = defaultPath, storage } = options;
    this.user = user;
    this.#storage = storage;
    this.device = options.device ?? deviceId(this.storage("localStorage"));
    this.token = typeof token === "string" ? () => token : token;
    const url = options.url ?? socketUrl(server, undefined, path);
    this.http = httpOrigin(url, path);
    this.connection = new Connection({ ...options, token: this.token, url, device: this.device });
  }

  /** Where something is kept: for this browser, or for this tab. */
  storage(kind: "localStorage" | "sessionStorage"): KeyValueStorage {
    return this.#storage ?? browserStorage(kind);
  }

  /** It opens, closes and is forgotten with this client. */
  add(part: Part): void {
    this.#parts.push(part);
  }

  /** While this holds the user is here, whether or not the device has any input. */
  countAsInput(isInUse: () => boolean): void {
    this.#uses.push(isInUse);
  }

  get isInUse(): boolean {
    return this.#uses.some((isInUse) => isInUse());
  }

  connect(): void {
    for (const part of this.#parts) part.open?.();
    this.connection.connect();
  }

  /** Leaves calls, closes the connection and stops listening to the page. */
  close(): void {
    for (const part of this.#parts) part.close?.();
    this.connection.close();
  }

  /**
   * The user signs out of this browser: closes, and deletes what it keeps of them: messages that wait to be sent, people's names, the call to
   * come back to. Not to be connected again.
   */
  async forget(): Promise<void> {
    const waiting = this.#parts.map(async (part) => part.forget?.());
    this.close();
    await Promise.all(waiting);
  }

  /** The time by the server's clock, in milliseconds since 1970: what times on the wire are to be compared with. The device's own may be wrong. */
  serverNow(): number {
    return this.connection.clock.now();
  }
}

/** The client with more parts, connected. */
export function begin<Client extends Core, Makers extends PartMakers<Client>>(client: Client, parts: Makers | undefined): Client & Made<Makers> {
  const made = Object.entries(parts ?? {}).map(([name, make]) => [name, make(client)] as const);
  Object.assign(client, Object.fromEntries(made));
  client.connect();
  return client as Client & Made<Makers>;
}
