/** What browser tests hold on to. Elements that repeat carry their id in a data attribute as well (see the comments). */
export const testIds = {
  // Signing in
  signInForm: "sign-in-form",
  signInName: "sign-in-name",
  signInSubmit: "sign-in-submit",
  signInError: "sign-in-error",

  // Connection: data-state on the page is the connection's state
  app: "app",
  connectionBanner: "connection-banner",
  connectionRetry: "connection-retry",

  // Rooms: data-room, data-kind, data-unread
  roomList: "room-list",
  roomItem: "room-item",
  roomUnread: "room-unread",
  roomFilter: "room-filter",
  newConversation: "new-conversation",
  newUser: "new-conversation-user",
  newDirectSubmit: "new-direct-submit",
  newTabDirect: "new-tab-direct",
  newTabGroup: "new-tab-group",
  newTabChannel: "new-tab-channel",
  newName: "new-conversation-name",
  newTopic: "new-conversation-topic",
  newMembers: "new-conversation-members",
  newSubmit: "new-conversation-submit",
  newError: "new-conversation-error",
  directory: "directory",
  directoryQuery: "directory-query",
  directoryItem: "directory-item",
  directoryJoin: "directory-join",

  // The open room: data-room
  room: "room",
  roomTitle: "room-title",
  roomSubtitle: "room-subtitle",
  roomBack: "room-back",
  roomMenu: "room-menu",
  roomInvite: "room-invite",
  roomInviteUsers: "room-invite-users",
  roomInviteSubmit: "room-invite-submit",
  roomLeave: "room-leave",
  startAudio: "start-audio-call",
  startVideo: "start-video-call",
  timeline: "timeline",
  jumpToLatest: "jump-to-latest",
  dayDivider: "day-divider",
  typing: "typing-indicator",

  // Messages: data-seq, data-key, data-id, data-state (queued, sending, sent, delivered, read, failed), data-own, data-by
  message: "message",
  messageText: "message-text",
  messageState: "message-state",
  messageRetry: "message-retry",
  messageDiscard: "message-discard",
  messageReact: "message-react",
  messageReaction: "message-reaction",
  messageReply: "message-reply",
  messageThread: "message-thread",
  messageEdit: "message-edit",
  messageDelete: "message-delete",
  messagePin: "message-pin",
  composer: "composer",
  composerInput: "composer-input",
  composerSend: "composer-send",
  /** data-outcome, data-seq */
  callEntry: "call-entry",
  thread: "thread",

  // Search
  searchOpen: "search-open",
  searchInput: "search-input",
  searchHit: "search-hit",

  // Status: data-status on the dot
  presence: "presence",
  userStatus: "user-status",
  statusMenu: "status-menu",
  statusOnline: "status-online",
  statusAway: "status-away",
  statusBusy: "status-busy",
  statusInvisible: "status-invisible",
  statusText: "status-text",
  statusEmoji: "status-emoji",
  statusClear: "status-clear",
  statusSave: "status-save",
  themeToggle: "theme-toggle",
  signOut: "sign-out",

  // Calls
  incomingCall: "incoming-call",
  incomingCaller: "incoming-caller",
  acceptVideo: "accept-video",
  acceptAudio: "accept-audio",
  declineCall: "decline-call",
  /** data-phase, data-call */
  call: "call",
  callPhase: "call-phase",
  callDuration: "call-duration",
  callNotice: "call-notice",
  /** data-participant, data-link */
  remoteTile: "remote-tile",
  remoteVideo: "remote-video",
  localTile: "local-tile",
  localVideo: "local-video",
  toggleMicrophone: "toggle-microphone",
  toggleCamera: "toggle-camera",
  toggleScreen: "toggle-screen",
  hangUp: "hang-up",
  callMinimize: "call-minimize",
  callExpand: "call-expand",
  rejoinCall: "rejoin-call",

  toast: "toast",
} as const;

export type TestId = (typeof testIds)[keyof typeof testIds];
