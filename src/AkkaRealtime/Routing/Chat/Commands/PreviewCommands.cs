using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Commands;

/// <summary>What was found out about links of a message. No answer: what is lost on its way is not shown.</summary>
internal sealed record RecordPreviews(RoomId Room, MessageId Id, IReadOnlyList<LinkPreview> Found) : IRoomCommand;
