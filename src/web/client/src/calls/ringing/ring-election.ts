/** Which of the tabs makes the sound. */
export interface RingElection {
  /** Calls `ring` when this tab is the one; the returned function gives the turn to the next tab. */
  enter(ring: () => () => void): () => void;
}

interface Locks {
  request(name: string, options: { signal: AbortSignal }, callback: () => Promise<void>): Promise<unknown>;
}

/** A tab that nobody has touched yet may not make a sound in most browsers: the others go first. */
const untouchedWaitMs = 400;

/**
 * One tab rings: whoever holds the Web Lock. When it closes, crashes or stops, the browser hands the lock to the next.
 * Without Web Locks (plain http on another host), every visible page rings.
 */
export function ringElection(name: string, locks: Locks | undefined, mayMakeSound: () => boolean): RingElection {
  return {
    enter(ring) {
      const leaving = new AbortController();
      let stopSound: () => void = () => undefined;
      const left = new Promise<void>((resolve) => {
        leaving.signal.addEventListener("abort", () => {
          stopSound();
          resolve();
        });
      });
      const begin = () => {
        if (leaving.signal.aborted) return Promise.resolve();
        stopSound = ring();
        return left;
      };
      const timer = setTimeout(
        () => {
          if (locks) locks.request(name, { signal: leaving.signal }, begin).catch(() => undefined);
          else if (mayMakeSound()) void begin();
        },
        mayMakeSound() ? 0 : untouchedWaitMs,
      );
      return () => {
        clearTimeout(timer);
        leaving.abort();
      };
    },
  };
}

/** For the page: locks per user, so that two users' tabs in one browser both ring. */
export function browserRingElection(user: string): RingElection {
  const locks = (navigator as { locks?: Locks }).locks;
  return ringElection(`akkarealtime.ring.${user}`, locks, () => {
    const activation = (navigator as { userActivation?: { hasBeenActive: boolean } }).userActivation;
    return document.visibilityState === "visible" && (activation?.hasBeenActive ?? true);
  });
}
