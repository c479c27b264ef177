import type { ComposerExtension, EventExtension } from "@akkarealtime/react-ui";
import "../styles/polls.css";
import { t } from "../i18n/t.ts";
import { NewPoll } from "./NewPoll.tsx";
import { PollCard } from "./PollCard.tsx";
import { PollIcon } from "./PollIcon.tsx";
import type { PollOpened } from "./polls.ts";

/** How a poll shows in its room. */
export const pollOpened: EventExtension = { View: PollCard, text: ({ question }: PollOpened) => t("polls.spoken", { question }) };

/** How one is begun: by a button in the composer, or by `/poll`. */
export const newPoll: ComposerExtension = { label: () => t("polls.new"), Icon: PollIcon, Dialog: NewPoll, command: "poll" };
