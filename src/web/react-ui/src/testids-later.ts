/** As `testIds`, of parts that come behind the first message: they weigh nothing before it. */
export const laterTestIds = {
  language: "language",
  pushItem: "push-item",

  // The list of rooms
  listMenu: "list-menu",
  unreadFirst: "unread-first",
  closeSections: "close-sections",

  // Calls
  callNoise: "call-noise",
  callMoveSelf: "call-move-self",

  // Pictures and code
  viewerPrevious: "viewer-previous",
  viewerNext: "viewer-next",
  viewerDocument: "viewer-document",
  document: "document",
  documentRead: "document-read",
  copyCode: "copy-code",

  // Emoji
  emojiTone: "emoji-tone",
  emojiList: "emoji-list",
  emojiOption: "emoji-option",

  // What I alone am told
  note: "note",
  noteDismiss: "note-dismiss",

  // Composer: data-allowed
  audienceHint: "audience-hint",
  formatToggle: "format-toggle",
  /** data-format on its buttons */
  formatBar: "format-bar",

  // Local time
  profileRooms: "profile-rooms",
  profileTime: "profile-time",
  zoneItem: "zone-item",

  // Requests: data-by
  requests: "requests",
  request: "request",

  // Who writes, and how often: data-waiting
  readOnly: "read-only",
  slowMode: "slow-mode",
  postRole: "post-role",
  slowModeSet: "slow-mode-set",

  // Forwarding: data-room
  forward: "forward",
  forwardFilter: "forward-filter",
  forwardRoom: "forward-room",
  forwarded: "forwarded",

  // What I have saved: data-id
  saved: "saved",
  savedOpen: "saved-open",
  savedItem: "saved-item",
  savedShow: "saved-show",
  savedRemove: "saved-remove",

  // What I have scheduled: data-id, data-failed; data-time
  sendLater: "send-later",
  sendLaterDialog: "send-later-dialog",
  scheduledOpen: "scheduled-open",
  scheduled: "scheduled",
  scheduledItem: "scheduled-item",
  scheduledFailed: "scheduled-failed",
  scheduledQuick: "scheduled-quick",
  scheduledTime: "scheduled-time",
  scheduledPick: "scheduled-pick",
  scheduledMove: "scheduled-move",
  scheduledEdit: "scheduled-edit",
  scheduledText: "scheduled-text",
  scheduledSave: "scheduled-save",
  scheduledNow: "scheduled-now",
  scheduledCancel: "scheduled-cancel",

  // Threads that I follow: data-root, data-unread; data-follows
  threadFollow: "thread-follow",
  threadsUnread: "threads-unread",
  threadsOpen: "threads-open",
  threads: "threads",
  threadsError: "threads-error",
  threadsItem: "threads-item",
  threadsShow: "threads-show",
  threadsLeave: "threads-leave",
  threadsMore: "threads-more",
  threadsReadAll: "threads-read-all",

  // Quiet hours: data-day
  quietItem: "quiet-item",
  quietSkip: "quiet-skip",
  quiet: "quiet",
  quietOn: "quiet-on",
  quietFrom: "quiet-from",
  quietTo: "quiet-to",
  quietDay: "quiet-day",
  quietSave: "quiet-save",

  // A report to the operator
  reportReason: "report-reason",
  reportSend: "report-send",

  // Bans: data-user
  ban: "ban",
  banReason: "ban-reason",
  bans: "bans",
  banItem: "ban-item",
  banLift: "ban-lift",
  barred: "barred",

  // Where I am signed in: data-device
  devicesItem: "devices-item",
  devices: "devices",
  device: "device",

  // Whom I have blocked: data-user
  block: "block",
  blockYes: "block-yes",
  unblock: "unblock",
  blocksItem: "blocks-item",
  blocks: "blocks",
  blockItem: "block-item",
  // Messages of theirs: data-count
  fold: "fold",
  foldToggle: "fold-toggle",

  // My picture
  pictureItem: "picture-item",
  picture: "picture",
  pictureFile: "picture-file",
  pictureCrop: "picture-crop",
  pictureSave: "picture-save",
  pictureRemove: "picture-remove",

  // Voice messages
  voice: "voice",
  voiceRecord: "voice-record",
  voiceStop: "voice-stop",
  voiceCancel: "voice-cancel",
  voiceSend: "voice-send",
  sound: "sound",
  soundPlay: "sound-play",
  soundPosition: "sound-position",
  soundSpeed: "sound-speed",

  // Where links lead
  linkPreviews: "link-previews",
  linkPreview: "link-preview",
  linkPreviewRemove: "link-preview-remove",

  // Connected without a WebSocket
  overHttp: "over-http",
  ringVolume: "ring-volume",

  // What an app adds
  ownEvent: "own-event",
  composerTool: "composer-tool",
} as const;
