/** What browser tests hold on to in the page itself; the kit has its own. */
export const testIds = {
  signInForm: "sign-in-form",
  signInName: "sign-in-name",
  signInSubmit: "sign-in-submit",
  signInError: "sign-in-error",

  // Polls
  poll: "poll",
  pollOption: "poll-option",
  pollVote: "poll-vote",
  pollTotal: "poll-total",
  pollFault: "poll-fault",
  pollClose: "poll-close",
  pollCloseYes: "poll-close-yes",
  newPoll: "new-poll",
  newPollQuestion: "new-poll-question",
  newPollOption: "new-poll-option",
  newPollAdd: "new-poll-add",
  newPollRemove: "new-poll-remove",
  newPollStart: "new-poll-start",
} as const;
