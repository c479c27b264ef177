import { Store } from "@akkarealtime/client";

/** Where people's pictures are, as far as that is known; whoever asks for one shows it. */
export const pictures = new Store<(user: string) => string | undefined>(() => undefined);
