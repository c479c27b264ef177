import { useRoute } from "../route.ts";
import { t } from "../i18n/t.ts";
import { Audit } from "../pages/Audit.tsx";
import { Calls } from "../pages/Calls.tsx";
import { Keys } from "../pages/Keys.tsx";
import { Nodes } from "../pages/Nodes.tsx";
import { Reports } from "../pages/Reports.tsx";
import { Room } from "../pages/Room.tsx";
import { Rooms } from "../pages/Rooms.tsx";
import { User } from "../pages/User.tsx";
import { Users } from "../pages/Users.tsx";
import { Webhook } from "../pages/Webhook.tsx";
import { Webhooks } from "../pages/Webhooks.tsx";
import { LanguageChoice } from "./LanguageChoice.tsx";

const pages = ["nodes", "calls", "users", "rooms", "reports", "webhooks", "keys", "audit"] as const;

const titles = { nodes: "pages.nodes", calls: "pages.calls", users: "pages.users", rooms: "pages.rooms", reports: "pages.reports", webhooks: "pages.webhooks", keys: "pages.keys", audit: "pages.audit" } as const;

/** The pages, and the way from one to the other. */
export function Shell({ onSignOut }: { readonly onSignOut: () => void }) {
  const [page = "nodes", id] = useRoute();
  return (
    <div className="shell">
      <nav aria-label={t("pages.label")}>
        <strong>AkkaRealtime</strong>
        {pages.map((name) => (
          <a key={name} href={`#/${name}`} aria-current={page === name ? "page" : undefined}>
            {t(titles[name])}
          </a>
        ))}
        <LanguageChoice />
        <button type="button" onClick={onSignOut}>
          {t("pages.signOut")}
        </button>
      </nav>
      <main>
        <PageOf page={page} id={id} />
      </main>
    </div>
  );
}

function PageOf({ page, id }: { readonly page: string; readonly id: string | undefined }) {
  switch (page) {
    case "nodes":
      return <Nodes />;
    case "calls":
      return <Calls />;
    case "users":
      return id === undefined ? <Users /> : <User key={id} id={id} />;
    case "rooms":
      return id === undefined ? <Rooms /> : <Room key={id} id={id} />;
    case "reports":
      return <Reports />;
    case "webhooks":
      return id === undefined ? <Webhooks /> : <Webhook key={id} id={id} />;
    case "keys":
      return <Keys />;
    case "audit":
      return <Audit />;
    default:
      return <p className="empty">{t("pages.none")}</p>;
  }
}
