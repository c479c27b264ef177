using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Commands;

/// <summary>
/// A room's owner stopped while an append was on its way, or without knowing how one had ended: the next one looks for what the store has behind
/// <paramref name="Head"/>, and has it told to whoever follows the room. Not answered.
/// </summary>
internal sealed record FindUnheard(RoomId Room, long Head) : IRoomCommand;
