import { later } from "./components/later.ts";

// What the first message doesn't need: calls, dialogs, panels and pickers.
export const CallView = later(() => import("./components/call/CallView.tsx").then((file) => file.CallView));
export const PreJoin = later(() => import("./components/call/PreJoin.tsx").then((file) => file.PreJoin));
export const CallHistoryDialog = later(() => import("./components/call/CallHistory.tsx").then((file) => file.CallHistoryDialog));
export const EmojiPicker = later(() => import("./components/EmojiPicker.tsx").then((file) => file.EmojiPicker));
export const SignOutDialog = later(() => import("./components/UserStatus/SignOutDialog.tsx").then((file) => file.SignOutDialog));
export const StatusMenu = later(() => import("./components/UserStatus/StatusMenu.tsx").then((file) => file.StatusMenu));
export const Directory = later(() => import("./pages/chat/rooms/Directory.tsx").then((file) => file.Directory));
export const NewConversation = later(() => import("./pages/chat/rooms/NewConversation.tsx").then((file) => file.NewConversation));
export const NotMember = later(() => import("./pages/chat/rooms/NotMember.tsx").then((file) => file.NotMember));
export const RoomDetails = later(() => import("./pages/chat/rooms/RoomDetails.tsx").then((file) => file.RoomDetails));
export const Search = later(() => import("./pages/chat/search/Search.tsx").then((file) => file.Search));
export const MessageActions = later(() => import("./pages/chat/message/MessageActions.tsx").then((file) => file.MessageActions));
export const Ringing = later(() => import("./components/call/Ringing.tsx").then((file) => file.Ringing));
export const ShortcutsHelp = later(() => import("./components/ShortcutsHelp.tsx").then((file) => file.ShortcutsHelp));
export const SignIn = later(() => import("./pages/sign-in/SignIn.tsx").then((file) => file.SignIn));
export const Thread = later(() => import("./pages/chat/timeline/Thread.tsx").then((file) => file.Thread));
export const Pins = later(() => import("./pages/chat/timeline/Pins.tsx").then((file) => file.Pins));
export const DeleteDialog = later(() => import("./pages/chat/message/DeleteDialog.tsx").then((file) => file.DeleteDialog));
export const SeenBy = later(() => import("./pages/chat/message/SeenBy.tsx").then((file) => file.SeenBy));
export const ProfileCard = later(() => import("./components/ProfileCard.tsx").then((file) => file.ProfileCard));
export const PictureViewer = later(() => import("./pages/chat/files/PictureViewer.tsx").then((file) => file.PictureViewer));
export const EditBox = later(() => import("./pages/chat/message/EditBox.tsx").then((file) => file.EditBox));
export const AttachmentTray = later(() => import("./pages/chat/files/AttachmentTray.tsx").then((file) => file.AttachmentTray));
export const CallNotes = later(() => import("./components/call/CallNotes.tsx").then((file) => file.CallNotes));
export const RoomCallBanner = later(() => import("./components/call/RoomCallBanner.tsx").then((file) => file.RoomCallBanner));
