using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Commands;

/// <summary>A call of the room ended: becomes a <see cref="ChatCall"/> of the log, once for each call however often it is told. The sender is told <see cref="CallRecorded"/>.</summary>
internal sealed record RecordCall(RoomId Room, UserId By, CallId Call, string Outcome, long DurationMs, string Media) : IRoomCommand;

/// <summary>The call stands in the log.</summary>
internal sealed record CallRecorded(CallId Call) : ICrossesNodes;

/// <summary>News about the room's call for everybody who follows the room: passed on as it is, at most once, kept nowhere.</summary>
internal sealed record TellRoom(RoomId Room, EncodedEnvelope Envelope) : IRoomCommand;
