import type { Message } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useEffect, useState } from "react";
import { explain } from "../../notifications/explain.ts";

export interface Hit {
  readonly room: string;
  readonly message: Message;
}

interface Found {
  /** What was asked for: an answer to something else is not shown. */
  readonly query: string;
  readonly hits: readonly Hit[];
  readonly more: boolean;
  readonly error: string | null;
}

const typingPauseMs = 250;
const pageSize = 25;
const shortest = 2;
/** Beyond Latin a letter may be a word, and an emoji is one. */
const isWord = /[^\t -\u024f]/;
const nothing: Found = { query: "", hits: [], more: false, error: null };

/** Searches everything that I may read, or one room, on the server, page by page. */
export function useSearch(text: string, room: string | null) {
  const { connection } = useClient();
  const [found, setFound] = useState<Found>(nothing);
  const [isLoadingMore, setLoadingMore] = useState(false);
  const wanted = text.trim();
  const query = wanted.length < shortest && !isWord.test(wanted) ? "" : `${room ?? ""} ${wanted}`;

  useEffect(() => {
    if (query === "") return;
    let isOver = false;
    const timer = setTimeout(() => {
      connection.request("chat.search", { text: wanted, limit: pageSize, ...(room !== null && { room }) }).then(
        ({ hits, more }) => {
          if (!isOver) setFound({ query, hits, more, error: null });
        },
        (error: unknown) => {
          if (!isOver) setFound({ query, hits: [], more: false, error: explain(error) });
        },
      );
    }, typingPauseMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [connection, query, wanted, room]);

  const isCurrent = found.query === query && query !== "";
  const loadMore = () => {
    const last = found.hits.at(-1);
    if (!last || isLoadingMore) return;
    const position = room === null ? { before: Date.parse(last.message.at), beforeId: last.message.id } : { before: last.message.seq };
    setLoadingMore(true);
    connection.request("chat.search", { text: wanted, limit: pageSize, ...position, ...(room !== null && { room }) }).then(
      ({ hits, more }) => {
        setLoadingMore(false);
        setFound((all) => (all.query === query ? { ...all, hits: [...all.hits, ...hits], more } : all));
      },
      (error: unknown) => {
        setLoadingMore(false);
        setFound((all) => ({ ...all, error: explain(error) }));
      },
    );
  };

  return { ...(isCurrent ? found : nothing), isSearching: query !== "" && !isCurrent, isLoadingMore, loadMore };
}
