import { Store } from "@akkarealtime/client";
import { createElement, use, type ComponentType, type ReactNode } from "react";
import { laterTexts } from "../i18n/language.ts";

interface Part {
  readonly load: () => Promise<unknown>;
  readonly retry: () => void;
}

const parts: Part[] = [];

// Styles of parts that didn't come. Whoever made the links to them makes each once, and takes it for loaded from then on.
const missedStyles = new Set<HTMLLinkElement>();
let styles: Promise<unknown> = Promise.resolve();
if (typeof window !== "undefined") window.addEventListener("error", ({ target }) => target instanceof HTMLLinkElement && missedStyles.add(target), true);

function loadStyle(missed: HTMLLinkElement): Promise<unknown> {
  missedStyles.delete(missed);
  const link = missed.cloneNode() as HTMLLinkElement;
  return new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = reject;
    missed.replaceWith(link);
  });
}

type Props<C> = C extends ComponentType<infer P> ? P & object : never;

/** What stands for a component of a file until it is there. Named by both: types of the package can do without those of its parts. */
export interface Later<File, Name extends keyof File> {
  (props: Props<File[Name]>): ReactNode;
}

/** What comes when it is first needed, or before by `loadAll`. Asked for under a `Boundary`, which waits for it. */
export function fetched<File>(load: () => Promise<File>): () => File {
  let loaded: File | null = null;
  let loading: Promise<File> | null = null;
  let hasFailed = false;
  const start = () => {
    loading ??= Promise.all([load(), laterTexts(), styles]).then(
      ([file]) => (loaded = file),
      (error: unknown) => {
        hasFailed = true;
        throw error;
      },
    );
    return loading;
  };
  parts.push({
    load: start,
    retry: () => {
      // Not before somebody asks: a part that is drawn again while its code can't be had would ask without end.
      if (hasFailed) loading = null;
      hasFailed = false;
    },
  });
  return function useFetched() {
    return loaded ?? use(start());
  };
}

/** A component of a file whose code comes when it is first shown, or before by `loadAll`. Shown under a `Boundary`, which waits for it. */
export function later<File, Name extends keyof File>(load: () => Promise<File>, name: Name): Later<File, Name> {
  type P = Props<File[Name]>;
  const useFile = fetched(load);
  return function Later(props: P) {
    return createElement(useFile()[name] as ComponentType<P>, props);
  };
}

/** The first message is there: what comes behind it may be shown. */
export const idle = new Store(false);

/** Fetches what is missing, so that it is there at once, and also without a network. What fails is asked for again when it is shown. */
export async function loadAll(): Promise<void> {
  await Promise.allSettled(parts.map((part) => part.load()));
  retryLoading();
}

export function retryLoading(): void {
  styles = Promise.all([...missedStyles].map(loadStyle));
  // Whoever loads a part hears of it.
  styles.catch(() => undefined);
  for (const { retry } of parts) retry();
}

/** How often somebody has asked for what failed. One press is for all parts: what kept one of them away mostly kept the others away as well. */
export const retries = new Store(0);

/** When nothing more urgent is to be done; where the browser doesn't tell, soon. */
export function whenIdle(run: () => void): void {
  const { requestIdleCallback: idle } = window as { requestIdleCallback?: (run: () => void) => number };
  if (idle) idle(run);
  else setTimeout(run, 500);
}
