using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Commands;

/// <summary>The request that a command carries, a member's or the operator's.</summary>
internal static class RoomCommandExtensions
{
    /// <summary>Who asks what; null if the command carries no request.</summary>
    public static (UserId By, IRoomRequest? Body) Request(this IRoomCommand command) => command switch
    {
        RoomRequest request => (request.Caller.User, request.Body),
        AdminRequest request => (request.By, request.Body),
        _ => default,
    };
}
