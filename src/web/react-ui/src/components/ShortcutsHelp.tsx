import { t } from "../i18n/t.ts";
import { formats } from "../chat/composer/format/format.ts";
import { keysFor, titles, writtenKeys } from "../chat/composer/format/keys.ts";
import { testIds } from "../testids.ts";
import { Dialog } from "./Dialog.tsx";

interface Group {
  readonly title: string;
  readonly keys: readonly (readonly [keys: string, does: string])[];
}

const groups = (): readonly Group[] => [
  {
    title: t("keys.everywhere"),
    keys: [
      [t("keys.ctrlK"), t("search.label")],
      ["?", t("keys.help")],
      [t("keys.esc"), t("keys.closeOpen")],
    ],
  },
  {
    title: t("keys.writing"),
    keys: [
      [t("keys.enter"), t("common.send")],
      [t("keys.shiftEnter"), t("keys.newLine")],
      ...formats.flatMap((kind) => {
        const keys = keysFor(kind);
        return keys === null ? [] : [[keys, t(titles[kind])] as const];
      }),
      [writtenKeys("V", true), t("keys.pastePlain")],
      ["↑", t("keys.editLast")],
      [":smile:", t("keys.emoji")],
    ],
  },
  {
    title: t("keys.onMessage"),
    keys: [
      ["↑ ↓", t("keys.move")],
      ["R", t("message.reply")],
      ["T", t("message.replyInThread")],
      ["E", t("message.edit")],
      ["P", t("keys.pin")],
      [t("keys.delete"), t("message.delete")],
    ],
  },
  {
    title: t("keys.inCall"),
    keys: [
      ["M", t("keys.mute")],
      [t("keys.space"), t("keys.held")],
      ["V", t("keys.camera")],
      ["S", t("calls.shareScreen")],
      ["K", t("keys.hold")],
      ["H", t("keys.hand")],
      ["P", t("people.title")],
      ["L", t("calls.enlargeSpeaker")],
      ["F", t("calls.fullScreen")],
    ],
  },
];

/** What the keyboard does. */
export function ShortcutsHelp({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t("keys.title")} onClose={onClose} testId={testIds.shortcuts}>
      <div className="shortcuts">
        {groups().map(({ title, keys }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([key, does]) => (
                <div key={key}>
                  <dt>{does}</dt>
                  <dd>
                    <kbd>{key}</kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
