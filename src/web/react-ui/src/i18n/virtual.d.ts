// What plugins make of a catalogue (`messages.ts`) and of the table of emoji (`emoji.ts`).
declare module "virtual:messages/*" {
  const texts: object;
  export default texts;
}

declare module "virtual:worker-messages" {
  const texts: Readonly<Record<string, object>>;
  export default texts;
}

declare module "virtual:emoji/*" {
  const table: string;
  export default table;
}
