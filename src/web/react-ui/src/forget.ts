const all: ((user: string) => void)[] = [];

/** What a file of the page keeps of a user, in memory or in the browser: it goes when the user signs out. */
export function forgetWith(clear: (user: string) => void): void {
  all.push(clear);
}

export function forgetUser(user: string): void {
  for (const clear of all) clear(user);
}
