using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>
/// Tells members' devices how much is unread (<c>chat.unread</c>) when it changes without a <c>chat.read</c> of that device: by their own message, by a
/// mark that another device moved, or because an unread message was deleted. They are told at once, then at most once a second.
/// </summary>
internal sealed class RoomUnread(RoomScope scope, ReadPositions positions)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly UnreadUsers _users = new();
    private readonly RoomTimer _timer = scope.Timer(Tick.Instance);

    /// <summary>Whether anybody still has to be told.</summary>
    public bool Any => _users.Any;

    /// <summary>Events are stored. <paramref name="found"/> are the messages that they are about.</summary>
    public void Stored(IReadOnlyList<AppendedEvent> events, IReadOnlyDictionary<MessageId, MessageFacts> found)
    {
        if (scope.Room is not { } room)
            return;
        foreach (var stored in events)
        {
            switch (stored.Event)
            {
                case ChatDeleted deleted when room.Members.Count <= ChatLimits.MaxReceiptMembers && found.TryGetValue(deleted.Id, out var message):
                    foreach (var user in room.Members.Keys)
                    {
                        if (positions.Of(room, user) < message.Seq)
                            _users.Add(user);
                    }

                    break;
                // In the order of the events: they may be back in the same batch, and have written.
                case ChatLeft left:
                    positions.Left(left.User);
                    break;
                case var e when !stored.Duplicate && e.Facts().Unread:
                    if (positions.Of(room, e.By) < e.Seq - 1)
                        _users.Add(e.By);
                    positions.Wrote(e.By, e.Seq);
                    break;
                default:
                    break;
            }
        }

        if (!_users.Any || _timer.IsSet)
            return;
        var wait = _users.ToldAt + Pause - scope.Now;
        if (wait > TimeSpan.Zero)
            _timer.Set(wait);
        else
            scope.Self.Tell(Tick.Instance, ActorRefs.NoSender);
    }

    /// <summary>A member has read more: their devices are told at once, together with everybody who waits.</summary>
    public void Read(UserId user)
    {
        _users.Add(user);
        TellWaiting();
    }

    /// <summary>True if the message was this part's own.</summary>
    public bool TryHandle(object message)
    {
        switch (message)
        {
            case Tick:
                TellWaiting();
                return true;
            case Counted counted:
                Tell(counted.Counts);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The owner stops.</summary>
    public void Stop() => _timer.Clear();

    private void TellWaiting()
    {
        _timer.Clear();
        if (scope.Room is not { } room || !_users.Any)
            return;
        var nothing = new Dictionary<UserId, UnreadState>();
        var ask = new List<UserId>();
        foreach (var user in _users.Take(scope.Now))
        {
            if (positions.Of(room, user) is not { } read)
                continue;
            if (read >= scope.Head)
                nothing[user] = new UnreadState(default, scope.Head, read);
            else
                ask.Add(user);
        }

        Tell(nothing);
        if (ask.Count > 0)
        {
            scope.Services.Store.UnreadAsync(scope.Id, ask, CancellationToken.None)
                .PipeTo(scope.Self, success: counts => new Counted(counts), failure: _ => new Counted(new Dictionary<UserId, UnreadState>()));
        }
    }

    private void Tell(IReadOnlyDictionary<UserId, UnreadState> counts)
    {
        foreach (var (user, state) in counts)
            scope.Services.Users().Tell(new TellUser(user, ChatEnvelopes.Unread(scope.Id, state)), scope.Self);
    }

    // What the store counted; empty if it could not.
    private sealed record Counted(IReadOnlyDictionary<UserId, UnreadState> Counts);

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
