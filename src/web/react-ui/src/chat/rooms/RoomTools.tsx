import { CallHistoryButton } from "../../components/call/CallHistoryButton.tsx";
import { Icon } from "../../components/Icon.tsx";
import { Scope } from "../../components/Scope.tsx";
import { t } from "../../i18n/t.ts";
import { dialog } from "../../navigation.ts";
import { testIds } from "../../testids.ts";
import { useSearchKey } from "./use-search-key.ts";

/** What leads to other rooms: a search, the calls of the past, channels, and a new conversation; and the keys for it. */
export function RoomTools() {
  return (
    <Scope part="RoomTools" as="line">
      <Tools />
    </Scope>
  );
}

function Tools() {
  useSearchKey();
  return (
    <>
      <button type="button" className="icon-button" aria-label={t("sidebar.search")} title={t("sidebar.search")} data-testid={testIds.searchOpen} onClick={() => dialog.set("search")}>
        <Icon name="search" />
      </button>
      <CallHistoryButton />
      <button type="button" className="icon-button" aria-label={t("sidebar.channels")} title={t("sidebar.channels")} data-testid={testIds.directory} onClick={() => dialog.set("directory")}>
        <Icon name="compass" />
      </button>
      <button
        type="button"
        className="icon-button filled"
        aria-label={t("conversation.new")}
        title={t("conversation.new")}
        data-testid={testIds.newConversation}
        onClick={() => dialog.set("new")}
      >
        <Icon name="plus" />
      </button>
    </>
  );
}
