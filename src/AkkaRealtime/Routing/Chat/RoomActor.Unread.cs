using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Status;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat;

// What changes a member's unread count without a chat.read of theirs: their own message, and that an unread one was deleted. Their devices are told
// at once, then at most once a second.
internal sealed partial class RoomActor
{
    private static readonly TimeSpan UnreadPause = TimeSpan.FromSeconds(1);

    // Who writes has read what was before.
    private void NoteUnread(RoomBatch batch, IReadOnlyList<AppendedEvent> events)
    {
        if (_room is not { } room)
            return;
        foreach (var stored in events)
        {
            switch (stored.Event)
            {
                case ChatMessage message when !stored.Duplicate:
                    if (ReadOf(room, message.By) < message.Seq - 1)
                        _unread.Add(message.By);
                    _wrote[message.By] = message.Seq;
                    break;
                case ChatDeleted deleted when room.Members.Count <= ChatRules.MostReceiptMembers && batch.Found.TryGetValue(deleted.Id, out var message):
                    foreach (var user in room.Members.Keys)
                    {
                        if (ReadOf(room, user) < message.Seq)
                            _unread.Add(user);
                    }

                    break;
                default:
                    break;
            }
        }

        if (!_unread.Any || _unreadTick is not null)
            return;
        var wait = _unread.ToldAt + UnreadPause - _needs.Time.GetUtcNow();
        if (wait > TimeSpan.Zero)
            _unreadTick = After(wait, UnreadTick.Instance);
        else
            Self.Tell(UnreadTick.Instance);
    }

    private long? ReadOf(Room room, UserId user) =>
        room.Members.TryGetValue(user, out var member) ? Math.Max(member.Read, _wrote.GetValueOrDefault(user)) : null;

    private void OnUnreadTick()
    {
        _unreadTick?.Cancel();
        _unreadTick = null;
        if (_room is not { } room || !_unread.Any)
            return;
        var nothing = new Dictionary<UserId, UnreadCount>();
        var ask = new List<UserId>();
        foreach (var user in _unread.Take(_needs.Time.GetUtcNow()))
        {
            if (ReadOf(room, user) is not { } read)
                continue;
            if (read >= _head)
                nothing[user] = default;
            else
                ask.Add(user);
        }

        TellUnread(nothing);
        if (ask.Count == 0)
            return;
        _needs.Store.UnreadAsync(_id, ask, CancellationToken.None)
            .PipeTo(Self, success: counts => new UnreadCounted(counts), failure: _ => ReadFailed.Instance);
    }

    private void TellUnread(IReadOnlyDictionary<UserId, UnreadCount> counts)
    {
        foreach (var (user, count) in counts)
            _needs.Users().Tell(new TellUser(user, ChatEnvelopes.Unread(_id, count)));
    }

    private sealed record UnreadCounted(IReadOnlyDictionary<UserId, UnreadCount> Counts);

    private sealed class UnreadTick
    {
        public static readonly UnreadTick Instance = new();
    }
}
