// What the plugin makes of a catalogue (`messages.ts`).
declare module "virtual:messages/*" {
  const texts: object;
  export default texts;
}
