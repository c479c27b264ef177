// Where the files of the blur lie (`blur.ts`): a folder of the page's.
declare module "virtual:blur" {
  const folder: string;
  export default folder;
}
