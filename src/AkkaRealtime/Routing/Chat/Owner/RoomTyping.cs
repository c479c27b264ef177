using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>Tells followers who is typing, and when that ends: by request, with the message, by leaving, or after <see cref="ChatLimits.TypingTime"/> of silence.</summary>
internal sealed class RoomTyping(RoomScope scope, RoomFollowers followers)
{
    private readonly TypingUsers _typing = new();
    private readonly RoomTimer _timer = scope.Timer(Tick.Instance);

    /// <summary>A member types, or has stopped. An <paramref name="invisible"/> member is never shown as typing.</summary>
    public void Set(UserId user, bool on, bool invisible)
    {
        if (on)
        {
            if (invisible)
                return;
            _typing.Start(user, scope.Now);
            Watch();
        }
        else if (!_typing.Stop(user))
        {
            return;
        }

        followers.PublishToMembers(ChatEnvelopes.Typing(scope.Id, user, on));
    }

    /// <summary>A message says that its sender's typing is over. Of who left or was removed, followers are told.</summary>
    public void Stored(IReadOnlyList<AppendedEvent> events)
    {
        foreach (var stored in events)
        {
            if (stored is { Duplicate: false, Event: ChatMessage message })
                _typing.Stop(message.By);
            else if (stored.Event is ChatLeft left)
                Set(left.User, on: false, invisible: false);
        }
    }

    /// <summary>True if the message was this part's own.</summary>
    public bool TryHandle(object message)
    {
        switch (message)
        {
            case Tick:
                Expire();
                return true;
            default:
                return false;
        }
    }

    /// <summary>The owner stops.</summary>
    public void Stop() => _timer.Clear();

    private void Expire()
    {
        _timer.Clear();
        foreach (var user in _typing.Expire(scope.Now))
            followers.PublishToMembers(ChatEnvelopes.Typing(scope.Id, user, false));
        Watch();
    }

    private void Watch()
    {
        if (!_timer.IsSet && _typing.Next is { } next)
            _timer.Set(next - scope.Now);
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
