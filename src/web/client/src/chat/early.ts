import type { RoomLog } from "./room-log.ts";

type Notice = (log: RoomLog) => void;

/** For each room; more than this, and what names the room covers it anyway. */
const limit = 500;

/** What is told of rooms that are not known yet: the list, or the answer that names them, is on its way. */
export class Early {
  readonly #rooms = new Map<string, Notice[]>();

  keep(room: string, notice: Notice): void {
    const waiting = this.#rooms.get(room) ?? [];
    this.#rooms.set(room, waiting);
    if (waiting.length < limit) waiting.push(notice);
  }

  /** The room is known now. */
  handOn(log: RoomLog): void {
    const waiting = this.#rooms.get(log.id);
    this.drop(log.id);
    waiting?.forEach((notice) => notice(log));
  }

  drop(room: string): void {
    this.#rooms.delete(room);
  }

  /** Nothing is on its way that would name the others. */
  dropAllBut(rooms: ReadonlySet<string>): void {
    for (const room of this.#rooms.keys()) if (!rooms.has(room)) this.#rooms.delete(room);
  }
}
