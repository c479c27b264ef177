import type { Person } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useEffect, useState } from "react";

const typingPauseMs = 250;
const mostFound = 20;

interface Found {
  readonly query: string;
  readonly people: readonly Person[];
}

const nobody: readonly Person[] = [];

/** Whom the server's directory finds for what is typed; nobody where it has none, or can't be reached. */
export function useFoundPeople(text: string): readonly Person[] {
  const { people } = useClient();
  const [found, setFound] = useState<Found>({ query: "", people: nobody });
  const query = text.trim();
  useEffect(() => {
    if (query === "") return;
    let isOver = false;
    const timer = setTimeout(() => {
      people.find(query, { limit: mostFound }).then(
        (page) => {
          if (!isOver) setFound({ query, people: page.people });
        },
        () => undefined,
      );
    }, typingPauseMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [people, query]);
  // What was found for the letters before is narrowed by whoever shows it, until the answer is there.
  return query === "" ? nobody : found.people;
}
