using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>
/// Who hears of the room, and what its owner knows of them beside the log: the nodes that follow it, how far members have read, what is unread for them,
/// who is typing, and who depends on members.
/// </summary>
internal sealed class RoomAudience
{
    private readonly RoomScope _scope;
    private readonly ReadPositions _positions = new();
    private readonly RoomTyping _typing;
    private readonly RoomUnread _unread;
    private readonly RoomMarks _marks;
    private readonly RoomWatchers _watchers;
    private readonly RoomBlocks _blocks;
    private readonly UnloggedCommands _unlogged;

    /// <summary>The audience of the room of <paramref name="scope"/>.</summary>
    public RoomAudience(RoomScope scope)
    {
        _scope = scope;
        Followers = new RoomFollowers(scope);
        _typing = new RoomTyping(scope, Followers);
        _unread = new RoomUnread(scope, _positions);
        _marks = new RoomMarks(scope, Followers, _positions, _unread);
        _watchers = new RoomWatchers(scope);
        _blocks = new RoomBlocks(scope);
        _unlogged = new UnloggedCommands(scope, Followers, _marks, _typing, _watchers, _blocks);
    }

    /// <summary>The nodes that follow the room.</summary>
    public RoomFollowers Followers { get; }

    /// <summary>Whether a mark is being saved, or a member still has to be told.</summary>
    public bool IsBusy => _marks.Any || _unread.Any;

    /// <summary>Does what needs no place in the log. False where the command is for the log.</summary>
    public bool TryDo(Waiting waiting) => _unlogged.TryDo(waiting);

    /// <summary>The room was loaded. Where followers <paramref name="mayHaveMissed"/> something, they are asked.</summary>
    public void Loaded(bool mayHaveMissed)
    {
        _positions.Clear();
        if (mayHaveMissed)
            Followers.Renew();
        Followers.Loaded();
        _watchers.Loaded();
    }

    /// <summary>A batch is durable: everybody is told.</summary>
    public void Stored(RoomBatch batch, EventsAppended stored)
    {
        _unread.Stored(stored.Events, batch.Facts.Messages);
        _typing.Stored(stored.Events);
        _marks.Stored(stored.Events);
        Followers.Publish(stored.Events, batch);
        _watchers.Stored(stored.Events);
        RoomBarring.Stored(_scope, stored.Events);
        if (batch.Create is { Kind: RoomKinds.Direct })
            _blocks.Created();
    }

    /// <summary>True if the message was for one of its parts.</summary>
    public bool TryHandle(object message) =>
        _marks.TryHandle(message) || _unread.TryHandle(message) || _typing.TryHandle(message) || Followers.TryHandle(message)
        || _blocks.TryHandle(message) || UnloggedCommands.TryHandle(message);

    /// <summary>The owner stops.</summary>
    public void Stop()
    {
        _typing.Stop();
        _unread.Stop();
        _blocks.Stop();
    }
}
