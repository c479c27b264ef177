/** As `testIds`, of parts that come behind the first message: they weigh nothing before it. */
export const laterTestIds = {
  language: "language",

  // Calls
  callMoveSelf: "call-move-self",

  // Pictures and code
  viewerPrevious: "viewer-previous",
  viewerNext: "viewer-next",
  copyCode: "copy-code",

  // Emoji
  emojiTone: "emoji-tone",
  emojiList: "emoji-list",
  emojiOption: "emoji-option",

  // Composer: data-allowed
  audienceHint: "audience-hint",

  // Local time
  profileTime: "profile-time",
  zoneItem: "zone-item",

  // Requests: data-by
  requests: "requests",
  request: "request",

  // Where I am signed in: data-device
  devicesItem: "devices-item",
  devices: "devices",
  device: "device",

  // Connected without a WebSocket
  overHttp: "over-http",
} as const;
