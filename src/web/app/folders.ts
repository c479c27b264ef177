import { join } from "node:path";
import { folder } from "../react-ui/messages.ts";

/** The catalogues of the page: the kit's, and its own. */
export const ownFolder = join(import.meta.dirname, "messages");
export const folders = [folder, ownFolder];
