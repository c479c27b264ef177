import type { OwnLogEvent, Room } from "@akkarealtime/client";
import type { ComponentType, ReactNode } from "react";

/**
 * What an app adds to the parts, of its own. Each is a function that fetches it when it is first needed, and is asked once: give the same functions each time, so made outside of
 * components.
 */
export interface Extensions {
  /** Events of the app's own in a room's log, by type: these stand in the timeline as messages do. Of which there is nothing here, nothing shows. */
  readonly events?: Readonly<Record<string, () => Promise<EventExtension>>>;
  /** Buttons in the composer, in this order; not in threads. */
  readonly composer?: readonly (() => Promise<ComposerExtension>)[];
}

/** Takes what only the app knows more exactly: which data an event of its own has. */
export type Taking<In, Out> = { take(value: In): Out }["take"];

/** How an event of the app's own shows. */
export interface EventExtension {
  /** What stands in the timeline, beside its author and over its time. Where it fails, it fails alone. */
  readonly View: Taking<EventViewProps, ReactNode>;
  /** What is read aloud of it: when it comes in, and when one comes to it by keyboard. */
  readonly text: Taking<OwnLogEvent, string>;
}

/** What an event's view is drawn of. */
export interface EventViewProps<Event extends OwnLogEvent = OwnLogEvent> {
  /** The event's data: the app's own, and `room`, `seq`, `at` and `by`. */
  readonly event: Event;
  /** The room as it stands now. */
  readonly room: Room;
}

/** A button in the composer, and the dialog that it opens. */
export interface ComposerExtension {
  /** What the button is called, asked while it is drawn. */
  readonly label: () => string;
  /** The picture on it: an `svg` of the class `icon`, 20 pixels wide. */
  readonly Icon: ComponentType;
  /** What it opens. */
  readonly Dialog: ComponentType<ComposerDialogProps>;
  /**
   * The slash command that does the same. The button is there only where the server offers the command, and the command opens the dialog as well where nothing stands behind it. Without
   * one the button is always there.
   */
  readonly command?: string;
}

/** What a dialog of the composer's is drawn of. */
export interface ComposerDialogProps {
  /** The room's id. */
  readonly room: string;
  /** To be called when it is done, or left. */
  readonly onClose: () => void;
}
