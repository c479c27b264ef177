/** What browser tests hold on to in the page itself; the kit has its own. */
export const testIds = {
  signInForm: "sign-in-form",
  signInName: "sign-in-name",
  signInSubmit: "sign-in-submit",
  signInError: "sign-in-error",
} as const;
