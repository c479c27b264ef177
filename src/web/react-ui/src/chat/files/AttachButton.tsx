import { useRef } from "react";
import { Icon } from "../../components/Icon.tsx";
import { t } from "../../i18n/t.ts";
import { testIds } from "../../testids.ts";
import type { Uploads } from "./use-uploads.ts";

/** The button that chooses files. */
export function AttachButton({ uploads }: { uploads: Uploads }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className="icon-button attach" aria-label={t("files.attach")} title={t("files.attach")} onClick={() => input.current?.click()}>
        <Icon name="clip" />
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-testid={testIds.attachInput}
        onChange={(event) => {
          uploads.add([...(event.target.files ?? [])]);
          // The same file may be chosen again.
          event.target.value = "";
        }}
      />
    </>
  );
}
