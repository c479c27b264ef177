using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Domains.Handlers;

/// <summary>Keeps requests about a room from who is not a member of it.</summary>
internal static class RoomAccessCheck
{
    /// <summary>Why <paramref name="caller"/> may not ask this; null where they may, or where it is not about a room.</summary>
    public static async Task<RequestError?> RefuseAsync(IServiceProvider services, Caller caller, object body, CancellationToken cancel)
    {
        if (body is not IRoomBound { Room: { } room })
            return null;
        var access = await services.GetRequiredService<IRooms>().AccessAsync(room, caller.User, cancel).ConfigureAwait(false);
        return access is { Role: not null } ? null : ChatErrors.NotMemberOf(access?.Kind);
    }
}
