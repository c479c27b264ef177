using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>
/// Which of the two users of a direct room has blocked the other. It is loaded with the room, and looked up again whenever one of them changes it: that is answered when the owner
/// goes by it: what is decided behind the answer is decided by what it says. Of two lookups the later one counts.
/// </summary>
internal sealed class RoomBlocks(RoomScope scope)
{
    private readonly RoomTimer _again = scope.Timer(Again.Instance);
    private long _number;
    private long _taken;

    /// <summary>Reads it of a stored room; nobody where it is no direct one.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The store can't be reached.</exception>
    public static async Task<IReadOnlyList<UserId>> LoadAsync(RoomServices services, RoomSnapshot? room) =>
        room is { Kind: RoomKinds.Direct, Members: [var one, var other] } ? await BetweenAsync(services, one.User, other.User).ConfigureAwait(false) : [];

    /// <summary>The room was just made: what was changed while it wasn't there yet has been told to nobody.</summary>
    public void Created() => Look(null);

    /// <summary>Something has changed.</summary>
    public void Changed(Waiting waiting)
    {
        if (scope.Room is { Kind: RoomKinds.Direct })
            Look(waiting);
        else
            Answer(waiting);
    }

    /// <summary>The owner stops.</summary>
    public void Stop() => _again.Clear();

    /// <summary>True if the message was this part's own.</summary>
    public bool TryHandle(object message)
    {
        if (message is Again)
        {
            _again.Clear();
            Look(null);
            return true;
        }

        if (message is not Found found)
            return false;
        if (found.Blockers is { } blockers)
        {
            if (found.Number > _taken && scope.Room is { } room)
                (_taken, scope.Room) = (found.Number, room with { Blockers = [.. blockers] });
            Answer(found.Waiting);
        }
        else if (found.Waiting is { } waiting)
        {
            waiting.Refuse(ChatErrors.Unavailable);
        }
        else
        {
            // Nobody would ask again.
            _again.Set(TimeSpan.FromSeconds(1));
        }

        return true;
    }

    private static void Answer(Waiting? waiting)
    {
        if (waiting is { Command: BlocksChanged changed } asked)
        {
            asked.End();
            asked.Sender.Tell(changed.Answer);
        }
    }

    private static async Task<IReadOnlyList<UserId>> BetweenAsync(RoomServices services, UserId one, UserId other) =>
        [.. (await services.Blocks.BetweenAsync(one, [other], CancellationToken.None).ConfigureAwait(false)).Select(b => b.By)];

    private void Look(Waiting? waiting)
    {
        if (scope.Room is not { Kind: RoomKinds.Direct } room || room.Members.Keys.ToArray() is not [var one, var other])
        {
            Answer(waiting);
            return;
        }

        var number = ++_number;
        BetweenAsync(scope.Services, one, other).PipeTo(
            scope.Self, success: blockers => new Found(number, waiting, blockers), failure: _ => new Found(number, waiting, null));
    }

    private sealed record Found(long Number, Waiting? Waiting, IReadOnlyList<UserId>? Blockers);

    private sealed class Again
    {
        public static readonly Again Instance = new();
    }
}
