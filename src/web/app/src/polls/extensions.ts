import type { Extensions } from "@akkarealtime/react-ui";

const parts = () => import("./parts.ts");

/** Polls, as the kit takes them: what is drawn of them comes when the first one is. */
export const extensions: Extensions = {
  events: { "poll.opened": () => parts().then(({ pollOpened }) => pollOpened) },
  composer: [() => parts().then(({ newPoll }) => newPoll)],
};
