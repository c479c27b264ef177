using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>
/// Tells who was banned out of the room why, on all of their devices: the log, which is for everybody, doesn't say. At most once; whoever asks for a channel later is told by the refusal.
/// Who was not in the room is told nothing: a reason is no way to write to strangers.
/// </summary>
internal static class RoomBarring
{
    /// <summary>A batch is durable.</summary>
    public static void Stored(RoomScope scope, IReadOnlyList<AppendedEvent> events)
    {
        HashSet<UserId>? left = null;
        foreach (var stored in events)
        {
            if (stored.Event is ChatLeft gone)
                (left ??= []).Add(gone.User);
            else if (stored.Event is ChatBanned { On: true } banned && left?.Contains(banned.User) == true)
                scope.Services.Users().Tell(new TellUser(banned.User, ChatEnvelopes.Barred(scope.Id, scope.Room?.Name ?? "", banned)), ActorRefs.NoSender);
        }
    }
}
