/** What the admin API answers with, as far as this page shows it; described in full at /openapi/v1.json. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

export interface Figures {
  readonly version: string;
  readonly startedAt: string;
  readonly at: string;
  readonly connections: number;
  readonly maxConnections: number;
  readonly draining: boolean;
  readonly usersOnline: number;
  readonly calls: number;
  readonly messagesIn: number;
  readonly messagesOut: number;
  readonly deliveries: number;
  readonly actorRestarts: number;
  readonly cpuSeconds: number;
  readonly memoryBytes: number;
  readonly queues: Readonly<Record<string, number>>;
  readonly drops: Readonly<Record<string, number>>;
  readonly closes: Readonly<Record<string, number>>;
}

export interface ClusterNode {
  readonly address: string;
  readonly status: string;
  readonly reachable: boolean;
  readonly figures: Figures | null;
}

export interface NodeList {
  readonly node: string;
  readonly nodes: readonly ClusterNode[];
}

export interface OngoingCall {
  readonly id: string;
  readonly room: string;
  readonly roomName: string | null;
  readonly kind: string | null;
  readonly media: string;
  readonly state: string;
  readonly startedAt: string;
  readonly answeredAt: string | null;
  readonly participants: readonly string[];
  readonly ringing: readonly string[];
  readonly node: string;
}

export interface CallList {
  readonly items: readonly OngoingCall[];
  readonly total: number;
  /** Nodes that did not answer. */
  readonly silent: readonly string[];
}

export interface UserItem {
  readonly id: string;
  readonly name: string;
  readonly lastSeen: string | null;
}

export interface SessionItem {
  readonly session: string;
  readonly device: string;
  readonly node: string;
  readonly since: string | null;
  readonly agent: string | null;
}

export interface UserDetails extends UserItem {
  readonly connected: boolean;
  readonly sessions: readonly SessionItem[];
  readonly rooms: readonly { readonly id: string; readonly kind: string; readonly name: string; readonly role: string; readonly unread: number }[];
}

export interface RoomItem {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly topic: string;
  readonly members: number;
  readonly messages: number;
  readonly createdAt: string;
  readonly activeAt: string;
  readonly retention: { readonly days: number; readonly own: boolean };
}

export interface MemberItem {
  readonly user: string;
  readonly name: string | null;
  readonly role: string;
}

export interface BanItem {
  readonly user: string;
  readonly name: string;
  readonly by: string;
  readonly until: string | null;
  readonly reason: string | null;
}

export interface MessageItem {
  readonly id: string;
  readonly seq: number;
  readonly at: string;
  readonly by: string;
  readonly text: string;
  readonly editedAt: string | null;
  readonly deleted: boolean;
  readonly attachments: readonly { readonly id: string; readonly name: string }[];
}

export interface ReportItem {
  readonly id: string;
  readonly room: string;
  readonly message: string;
  readonly author: string;
  readonly by: string;
  readonly at: string;
  readonly reason: string | null;
  readonly resolvedAt: string | null;
  readonly note: string | null;
}

export interface WebhookItem {
  readonly id: string;
  readonly url: string;
  readonly types: readonly string[];
  readonly rooms: readonly string[];
  readonly description: string | null;
  readonly enabled: boolean;
  readonly disabledBecause: string | null;
}

export interface WebhookDetails {
  readonly webhook: WebhookItem;
  readonly failing: readonly {
    readonly stream: string;
    readonly position: number;
    readonly attempts: number;
    readonly since: string | null;
    readonly retryAt: string | null;
    readonly error: string | null;
  }[];
}

export interface DeadLetterItem {
  readonly number: number;
  readonly stream: string;
  readonly position: number;
  readonly type: string;
  readonly at: string;
  readonly attempts: number;
  readonly error: string;
}

export interface ActionItem {
  readonly id: string;
  readonly at: string;
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly address: string | null;
}

export interface KeyItem {
  readonly id: string;
  readonly name: string;
  /** As the audit log names it. */
  readonly key: string;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly by: string;
  /** The key itself, in the answer to its making alone. */
  readonly secret?: string;
}

/** An address at which another program says something in a room. */
export interface HookItem {
  readonly id: string;
  readonly name: string;
  readonly room: string;
  readonly user: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  /** The path of the address, in the answer to its making alone. */
  readonly path?: string;
}

export interface KeyList {
  readonly items: readonly KeyItem[];
  /** All that there are. */
  readonly scopes: readonly string[];
}
