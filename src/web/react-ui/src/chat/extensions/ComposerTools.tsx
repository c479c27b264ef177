import { useClient, useConnection, useReadable } from "@akkarealtime/react";
import { useEffect, useState, type RefObject } from "react";
import { Boundary } from "../../components/Boundary.tsx";
import { useHost } from "../../host-context.ts";
import { laterTestIds } from "../../testids-later.ts";
import { FormatTools } from "../composer/format/FormatTools.tsx";
import { commandsIn, openTool, type OpenTool } from "./tools.ts";
import { useExtension } from "./use-extension.ts";

const none: ReadonlySet<string> = new Set();

interface ComposerToolsProps {
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly room: string;
  readonly thread: string | undefined;
}

/** The composer's buttons that come behind the first message: the app's own, and what formats, beside the line that it formats. */
export function ComposerTools({ input, room, thread }: ComposerToolsProps) {
  return (
    <>
      {thread === undefined && <AppTools room={room} />}
      <FormatTools input={input} />
    </>
  );
}

function AppTools({ room }: { room: string }) {
  const tools = useHost("Composer").extensions?.composer ?? [];
  const commands = useCommands(room);
  return tools.map((load, index) => (
    <Boundary key={index} as="line">
      <Tool load={load} room={room} commands={commands} />
    </Boundary>
  ));
}

/** The commands that are offered, asked once a session: another server may have others. */
function useCommands(room: string): ReadonlySet<string> {
  const client = useClient();
  const { session } = useConnection();
  const [known, setKnown] = useState<{ readonly room: string; readonly names: ReadonlySet<string> }>({ room, names: none });
  useEffect(() => {
    if (!session) return;
    let isOver = false;
    commandsIn(client, room).then(
      (names) => {
        if (!isOver) setKnown({ room, names });
      },
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [client, room, session]);
  return known.room === room ? known.names : none;
}

function Tool({ load, room, commands }: OpenTool & { commands: ReadonlySet<string> }) {
  const { label, Icon, command } = useExtension(load);
  if (command !== undefined && !commands.has(command)) return null;
  return (
    <button
      type="button"
      className="icon-button composer-tool"
      aria-label={label()}
      title={label()}
      aria-haspopup="dialog"
      data-testid={laterTestIds.composerTool}
      data-command={command}
      onClick={() => openTool.set({ load, room })}
    >
      <Icon />
    </button>
  );
}

/** What a button of {@link ComposerTools} has opened: outside of the composer, which is a form as well. */
export function ToolDialog() {
  const open = useReadable(openTool);
  const close = () => openTool.set(null);
  return (
    <Boundary key={open?.room} as="dialog" onClose={close}>
      {open && <Opened {...open} onClose={close} />}
    </Boundary>
  );
}

function Opened({ load, room, onClose }: OpenTool & { onClose: () => void }) {
  const { Dialog } = useExtension(load);
  return <Dialog room={room} onClose={onClose} />;
}
