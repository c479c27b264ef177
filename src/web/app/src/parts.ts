import { later } from "./components/later.ts";

// What the first message doesn't need: calls, dialogs, panels and pickers.
const calls = () => import("./later-calls.ts");
export const parts = () => import("./later-parts.ts");

export const CallView = later(calls, "CallView");
export const PreJoin = later(calls, "PreJoin");
export const CallHistoryDialog = later(calls, "CallHistoryDialog");
export const EmojiPicker = later(parts, "EmojiPicker");
export const Notifier = later(parts, "Notifier");
export const SignOutDialog = later(parts, "SignOutDialog");
export const StatusMenu = later(parts, "StatusMenu");
export const Directory = later(parts, "Directory");
export const NewConversation = later(parts, "NewConversation");
export const JoinBanner = later(parts, "JoinBanner");
export const Requests = later(parts, "Requests");
export const NotMember = later(parts, "NotMember");
export const RoomDetails = later(parts, "RoomDetails");
export const Search = later(parts, "Search");
export const MessageActions = later(parts, "MessageActions");
export const Ringer = later(calls, "Ringer");
export const Ringing = later(calls, "Ringing");
export const ShortcutsHelp = later(parts, "ShortcutsHelp");
export const SignIn = later(parts, "SignIn");
export const Thread = later(parts, "Thread");
export const Pins = later(parts, "Pins");
export const SeenBy = later(parts, "SeenBy");
export const ProfileCard = later(parts, "ProfileCard");
export const Attachments = later(parts, "Attachments");
export const CopyButton = later(parts, "CopyButton");
export const EditBox = later(parts, "EditBox");
export const AttachmentTray = later(parts, "AttachmentTray");
export const EmojiList = later(parts, "EmojiList");
export const MentionList = later(parts, "MentionList");
export const ComposerHints = later(parts, "ComposerHints");
export const VoiceRecorder = later(parts, "VoiceRecorder");
export const CallNotes = later(calls, "CallNotes");
export const RoomCallBanner = later(calls, "RoomCallBanner");
