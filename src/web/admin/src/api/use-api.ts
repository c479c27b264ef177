import { createContext, use } from "react";
import type { Api } from "./api.ts";

/** The API of who is signed in. */
export const ApiContext = createContext<Api | null>(null);

/** Below the sign-in only. */
export function useApi(): Api {
  const api = use(ApiContext);
  if (!api) throw new Error("Nobody is signed in here.");
  return api;
}
