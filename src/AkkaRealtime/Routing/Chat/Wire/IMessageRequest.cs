using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary>A request about one message of a room: the owner looks it up before it decides.</summary>
internal interface IMessageRequest : IRoomRequest
{
    /// <summary>The message; never null once validated.</summary>
    MessageId? Id { get; }
}
