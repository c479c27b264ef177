import { testIds } from "../testids.ts";
import { Dialog } from "./Dialog.tsx";
import "../styles/later.css";

const groups: readonly { title: string; keys: readonly (readonly [keys: string, does: string])[] }[] = [
  {
    title: "Everywhere",
    keys: [
      ["Ctrl+K", "Search people, conversations and messages"],
      ["?", "Show these shortcuts"],
      ["Esc", "Close what is open"],
    ],
  },
  {
    title: "Writing",
    keys: [
      ["Enter", "Send"],
      ["Shift+Enter", "New line"],
      ["↑", "Edit your last message"],
    ],
  },
  {
    title: "On a message",
    keys: [
      ["↑ ↓", "Go from message to message"],
      ["R", "Reply"],
      ["T", "Reply in a thread"],
      ["E", "Edit"],
      ["P", "Pin or unpin"],
      ["Delete", "Delete"],
    ],
  },
  {
    title: "In a call",
    keys: [
      ["M", "Mute or unmute"],
      ["V", "Camera on or off"],
      ["S", "Share the screen"],
      ["K", "Hold or resume"],
      ["H", "Raise or lower your hand"],
      ["P", "People"],
      ["L", "Enlarge the speaker"],
      ["F", "Full screen"],
    ],
  },
];

/** What the keyboard does. */
export function ShortcutsHelp({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose} testId={testIds.shortcuts}>
      <div className="shortcuts">
        {groups.map(({ title, keys }) => (
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
