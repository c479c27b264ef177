import { t as text, type MessageKey as KitKey } from "@akkarealtime/react-ui/texts";
import type english from "../../messages/en.json";

export type MessageKey = KitKey | keyof typeof english;

/** A text of the page in the language in use, while it is drawn: the kit's, or one of the page's own. */
export const t = text as unknown as (key: MessageKey, values?: Readonly<Record<string, string | number>>) => string;
