using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>
/// Who depends on users being members of the room, which is the owner of the room's call, and is told when one of them is not, or when the room has new
/// ones: as soon as it is durable.
/// Promise: at most once; whatever is lost is told again when the watch is renewed. No death watch: who has ended is forgotten when the lease is over.
/// </summary>
internal sealed class RoomWatchers(RoomScope scope)
{
    /// <summary>How long a watch holds without being renewed.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    // A room has one owner of calls, and for a moment two while that moves.
    private const int MaxWatchers = 8;

    private readonly Dictionary<IActorRef, Watch> _watches = [];

    /// <summary>Begins or renews a watch.</summary>
    public void Add(IActorRef watcher, WatchMembers command)
    {
        Forget();
        if (!_watches.ContainsKey(watcher) && _watches.Count >= MaxWatchers)
            _watches.Remove(_watches.MinBy(w => w.Value.Until).Key);
        _watches[watcher] = new Watch([.. command.Users], scope.Now + Lease);
        Tell(watcher, command.Users);
    }

    /// <summary>The room was loaded: members may have gone without this owner hearing of it.</summary>
    public void Loaded()
    {
        Forget();
        foreach (var (watcher, watch) in _watches)
            Tell(watcher, watch.Users);
    }

    /// <summary>A batch is durable: tells of those who went and of those who came with it.</summary>
    public void Stored(IReadOnlyList<AppendedEvent> events)
    {
        if (_watches.Count == 0)
            return;
        var gone = events.Select(e => e.Event).OfType<ChatLeft>().Select(left => left.User).ToHashSet();
        var come = events.Select(e => e.Event).OfType<ChatJoined>().Select(joined => joined.User).Where(IsMember).Distinct().ToList();
        if (gone.Count == 0 && come.Count == 0)
            return;
        Forget();
        foreach (var (watcher, watch) in _watches)
        {
            Tell(watcher, watch.Users.Where(gone.Contains));
            if (come.Count > 0)
                watcher.Tell(new NewMembers(scope.Id, come), scope.Self);
        }
    }

    private bool IsMember(UserId user) => scope.Room?.Members.ContainsKey(user) == true;

    private void Tell(IActorRef watcher, IEnumerable<UserId> users)
    {
        var strangers = users.Where(user => !IsMember(user)).ToList();
        if (strangers.Count > 0)
            watcher.Tell(new NotMembers(scope.Id, strangers), scope.Self);
    }

    private void Forget()
    {
        foreach (var (watcher, watch) in _watches)
        {
            if (watch.Until <= scope.Now)
                _watches.Remove(watcher);
        }
    }

    private sealed record Watch(HashSet<UserId> Users, DateTimeOffset Until);
}
