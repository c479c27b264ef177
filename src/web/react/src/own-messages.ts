import {
  RequestError,
  type AnyMessages,
  type AppMessages,
  type Client,
  type EventData,
  type EventType,
  type ReplyData,
  type RequestData,
  type RequestOptions,
  type RequestType,
  type TopicMessage,
  type TopicName,
  type TopicOptions,
  type TopicSubscriber,
} from "@akkarealtime/client";
import { useCallback, useEffect, useInsertionEffect, useMemo, useRef, useState } from "react";
import { useClient } from "./context.ts";

/** How a request of an app stands. */
export type RequestState<Reply> =
  | { readonly state: "idle" }
  | { readonly state: "pending" }
  | { readonly state: "done"; readonly reply: Reply }
  | { readonly state: "failed"; readonly error: RequestError };

/** Sends a request of the app's own. */
export interface SendRequest<Data, Reply> {
  /** Sends it; what was sent before and not answered counts no more here. Whoever waits for the promise gets the error too. */
  readonly send: (data: Data) => Promise<Reply>;
  /** Back to `idle`. */
  readonly reset: () => void;
}

/** The hooks for an app's own messages, typed by what it declares: `export const { useEvent, useRequest, useTopic } = hooksFor<Shop>();` */
export interface OwnHooks<App extends AppMessages> {
  /** The client, typed by the app. */
  readonly useClient: () => Client<App>;
  /** Hears an app's events of one type for as long as the component lives. */
  readonly useEvent: <Type extends EventType<App>>(type: Type, handler: (data: EventData<App, Type>) => void) => void;
  /** An app's request and how it stands. It goes on when the component is gone. */
  readonly useRequest: <Type extends RequestType<App>>(
    type: Type,
    options?: RequestOptions,
  ) => RequestState<ReplyData<App, Type>> & SendRequest<RequestData<App, Type>, ReplyData<App, Type>>;
  /** Follows a topic for as long as the component lives; the error is why it can't be followed (any longer). */
  readonly useTopic: <Name extends TopicName<App>>(
    name: Name | null,
    subscriber: TopicSubscriber<TopicMessage<App, Name>>,
    options?: TopicOptions,
  ) => RequestError | null;
}

/** The hooks for an app's own messages, typed by them. */
export function hooksFor<App extends AppMessages>(): OwnHooks<App> {
  return { useClient, useEvent, useRequest, useTopic } as unknown as OwnHooks<App>;
}

/** The newest value, for what is called later: a handler that is made anew with every render. */
function useLatest<T>(value: T): { readonly current: T } {
  const latest = useRef(value);
  useInsertionEffect(() => {
    latest.current = value;
  });
  return latest;
}

/** Calls the handler with each event of a type of the app's own. */
export function useEvent<Type extends EventType<AnyMessages>>(type: Type, handler: (data: EventData<AnyMessages, Type>) => void): void {
  const client = useClient();
  const latest = useLatest(handler);
  useEffect(() => client.on(type, (data) => latest.current(data)), [client, type, latest]);
}

type AnyState = RequestState<unknown>;
const idle: AnyState = { state: "idle" };
const nothingSent = { of: null, state: idle };

/** Sends requests of a type of the app's own, and tells how the last one went. */
export function useRequest(type: string, options?: RequestOptions): AnyState & SendRequest<object, unknown> {
  const client = useClient();
  const latest = useLatest(options);
  const [{ of, state }, setState] = useState<{ readonly of: object | null; readonly state: AnyState }>(nothingSent);
  // Another one for each client and type: what was asked before it changed is not shown for what comes after.
  const about = useMemo(() => ({ client, type }), [client, type]);
  const turn = useRef(0);
  const send = useCallback(
    (data: object) => {
      const mine = ++turn.current;
      const settle = (settled: AnyState) => {
        if (mine === turn.current) setState({ of: about, state: settled });
      };
      setState({ of: about, state: { state: "pending" } });
      const answer = about.client.request(about.type, data, latest.current);
      answer.then(
        (reply) => settle({ state: "done", reply }),
        (error: unknown) => settle(error instanceof RequestError ? { state: "failed", error } : { state: "idle" }),
      );
      return answer;
    },
    [about, latest],
  );
  const reset = useCallback(() => {
    turn.current++;
    setState(nothingSent);
  }, []);
  return { ...(of === about ? state : idle), send, reset };
}

/** Subscribes to a topic while the component is mounted. */
export function useTopic(
  name: string | null,
  subscriber: TopicSubscriber<TopicMessage<AnyMessages, string>>,
  { recover }: TopicOptions = {},
): RequestError | null {
  const client = useClient();
  const latest = useLatest(subscriber);
  const [failure, setFailure] = useState<{ readonly name: string; readonly error: RequestError } | null>(null);
  useEffect(() => {
    if (name === null) return undefined;
    const stop = client.topic(name, recover === undefined ? {} : { recover }).subscribe({
      message: (message) => latest.current.message(message),
      reset: () => latest.current.reset?.(),
      error: (error) => {
        setFailure({ name, error });
        latest.current.error?.(error);
      },
    });
    return () => {
      stop();
      setFailure(null);
    };
  }, [client, name, recover, latest]);
  return failure?.name === name ? failure.error : null;
}
