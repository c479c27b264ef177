import { RequestError } from "@akkarealtime/client";
import { t } from "../i18n/t.ts";

/** In words what went wrong with a request. */
export function explain(error: unknown): string {
  if (!(error instanceof RequestError)) return error instanceof Error ? error.message : t("errors.generic");
  switch (error.code) {
    case "disconnected":
      return t("errors.disconnected");
    case "timeout":
      return t("errors.timeout");
    case "rate-limited":
      return t("errors.rateLimited");
    case "forbidden":
      // What was written has a word that the operator doesn't allow (protocol §3).
      return t(["text", "name", "topic"].includes(error.field ?? "") ? "errors.words" : "errors.forbidden");
    case "not-found":
      // Of those who were named in a request (protocol §3).
      if (error.field === "user" || error.field === "users" || error.field === "members") return t("errors.unknownUser");
      return t("errors.notFound");
    case "too-large":
      return t("errors.tooLarge");
    case "unknown-type":
      return t("errors.unsupported");
    case "busy":
    case "unavailable":
      return t("errors.busy");
    default:
      return error.message ? t("errors.told", { text: error.message }) : t("errors.generic");
  }
}
