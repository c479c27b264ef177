import type { ReservedType } from "../protocol/index.ts";

/**
 * The messages of an app's own, by type (protocol §7):
 *
 * ```ts
 * interface Shop {
 *   requests: { "order.place": { data: PlaceOrder; reply: OrderPlaced } };
 *   events: { "order.shipped": OrderShipped; "poll.opened": OwnLogEvent & Poll };
 *   topics: { prices: { "price.changed": Price } };
 * }
 * const client = new Client<Shop>({ … });
 * ```
 *
 * `OwnLogEvent` has what every event in a room's log has: `room`, `seq`, `at` and `by`.
 *
 * Types that begin with a prefix of the server's own are not taken.
 */
export interface AppMessages {
  readonly requests?: object;
  readonly events?: object;
  readonly topics?: object;
}

/** What an app may say that declares nothing. */
export interface AnyMessages {
  readonly requests: Readonly<Record<string, { readonly data: object; readonly reply: unknown }>>;
  readonly events: Readonly<Record<string, unknown>>;
  readonly topics: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

type Part<App extends AppMessages, Name extends keyof AppMessages> = App extends Readonly<Record<Name, infer Messages>> ? Messages : unknown;
type TypeIn<Messages> = Exclude<Extract<keyof Messages, string>, ReservedType>;

/** The names of an app's own requests. */
export type RequestType<App extends AppMessages> = TypeIn<Part<App, "requests">>;
/** What one of an app's own requests carries. */
export type RequestData<App extends AppMessages, Type extends RequestType<App>> = Part<App, "requests">[Type] extends { readonly data: infer Data } ? Data : object;
/** How one of an app's own requests is answered. */
export type ReplyData<App extends AppMessages, Type extends RequestType<App>> = Part<App, "requests">[Type] extends { readonly reply: infer Reply } ? Reply : unknown;

/** The names of an app's own events. */
export type EventType<App extends AppMessages> = TypeIn<Part<App, "events">>;
/** What one of an app's own events carries. */
export type EventData<App extends AppMessages, Type extends EventType<App>> = Part<App, "events">[Type];

/** The names of an app's own topics. */
export type TopicName<App extends AppMessages> = Extract<keyof Part<App, "topics">, string>;

/** What is published to a topic: one of its types, with that type's data. */
export type TopicMessage<App extends AppMessages, Name extends TopicName<App>> = MessageOf<Part<App, "topics">[Name]>;

type MessageOf<Messages> = {
  [Type in TypeIn<Messages>]: {
    readonly type: Type;
    readonly data: Messages[Type];
    /** The number in the topic; missing where the topic keeps nothing. */
    readonly seq?: number;
  };
}[TypeIn<Messages>];
