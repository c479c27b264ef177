import { useRoute } from "../route.ts";
import { Audit } from "../pages/Audit.tsx";
import { Keys } from "../pages/Keys.tsx";
import { Nodes } from "../pages/Nodes.tsx";
import { Reports } from "../pages/Reports.tsx";
import { Room } from "../pages/Room.tsx";
import { Rooms } from "../pages/Rooms.tsx";
import { User } from "../pages/User.tsx";
import { Users } from "../pages/Users.tsx";
import { Webhook } from "../pages/Webhook.tsx";
import { Webhooks } from "../pages/Webhooks.tsx";

const pages = { nodes: "Nodes", users: "Users", rooms: "Rooms", reports: "Reports", webhooks: "Webhooks", keys: "Keys", audit: "Audit" } as const;

/** The pages, and the way from one to the other. */
export function Shell({ onSignOut }: { readonly onSignOut: () => void }) {
  const [page = "nodes", id] = useRoute();
  return (
    <div className="shell">
      <nav aria-label="Pages">
        <strong>AkkaRealtime</strong>
        {Object.entries(pages).map(([name, title]) => (
          <a key={name} href={`#/${name}`} aria-current={page === name ? "page" : undefined}>
            {title}
          </a>
        ))}
        <button type="button" onClick={onSignOut}>
          Sign out
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
      return <p className="empty">There is no such page.</p>;
  }
}
