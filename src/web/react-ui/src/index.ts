/**
 * The parts of a page.
 * @module @akkarealtime/react-ui
 */

// The parts
export { Chat } from "./chat/Chat.tsx";
export { Room } from "./chat/rooms/Room.tsx";
export { RoomComposer as Composer } from "./chat/rooms/RoomComposer.tsx";
export { RoomHeader } from "./chat/rooms/RoomHeader.tsx";
export { RoomList } from "./chat/rooms/RoomList.tsx";
export { RoomMessages as Timeline } from "./chat/rooms/RoomMessages.tsx";
export { RoomTools } from "./chat/rooms/RoomTools.tsx";
export { RoomCall as CallView } from "./components/call/RoomCall.tsx";
export { GlobalCallNotification } from "./components/GlobalCallNotification.tsx";
export { UserStatus } from "./components/UserStatus/UserStatus.tsx";
export { RealtimeUi, type RealtimeUiProps } from "./RealtimeUi.tsx";

// Between an app and the parts
export { forgetWith } from "./forget.ts";
export type { ComposerDialogProps, ComposerExtension, EventExtension, EventViewProps, Extensions, Taking } from "./extensions.ts";
export type { Host } from "./host.ts";
export { uiRtc } from "./media/rtc.ts";
export { addLanguage, replaceTexts, type Texts } from "./i18n/own.ts";
export type { MessageKey, Rules, Text } from "./i18n/t.ts";
export { jumpTo, openMessage, openRoom, useOpenRoom } from "./navigation.ts";
export type { Device } from "./notifications/device.ts";
export { theme, type Theme } from "./theme/theme.ts";

// For what an app draws itself in the same way
export { Boundary, type BoundaryProps } from "./components/Boundary.tsx";
export { Dialog, type DialogProps } from "./components/Dialog.tsx";
export { Logo } from "./components/Icon.tsx";
export { InLanguage } from "./components/InLanguage.tsx";
export { later } from "./components/later.ts";
