using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Storage;
using AkkaRealtime.Tests.Storage;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat;

/// <summary>What happened in rooms before a spec begins. Where no room is named, it is <see cref="Id"/>.</summary>
internal static class ChatSeeds
{
    /// <summary>Makes a room, the first member of which owns it (of a direct room: both are members); all have read everything.</summary>
    public static void OpenRoom(this SpecStore store, string kind, IReadOnlyList<UserId> members, RoomId? room = null)
    {
        var isDirect = kind == RoomKinds.Direct;
        var id = room ?? Id;
        LogEvent[] joins = [.. members.Select((user, i) => new ChatJoined(user, i == 0 && !isDirect ? RoomRoles.Owner : RoomRoles.Member) { Room = id, At = Noon, By = members[0] })];
        var create = new NewRoom(kind, isDirect ? "" : "Name", "", isDirect ? Pair.Of(members[0], members[1]) : null);
        store.Commit(new AppendEvents(ActorRefs.Nobody, id, 0, joins, create));
    }

    /// <summary>Appends events to their room.</summary>
    public static void Add(this SpecStore store, params IReadOnlyList<LogEvent> events) =>
        store.Commit(new AppendEvents(ActorRefs.Nobody, events[0].Room, store.Engine.Find(events[0].Room)!.Head, events));

    /// <summary>Messages of somebody who is not there any more, until the room has this head.</summary>
    public static void FillUp(this SpecStore store, long head, RoomId? room = null)
    {
        var id = room ?? Id;
        var before = store.Engine.Find(id)!.Head;
        if (before < head)
            store.Add([.. Enumerable.Range(0, (int)(head - before)).Select(i => Message(id, new MessageId($"{id.Value}-{before + i + 1}"), new UserId("gone")))]);
    }

    /// <summary>A user says something, as <see cref="Rooms.Message"/> shows it.</summary>
    public static void Say(this SpecStore store, MessageId id, UserId by, string text = "text", IReadOnlyList<UserId>? mentions = null) =>
        store.Add(Message(Id, id, by) with { Text = text, Mentions = mentions });

    /// <summary>A user has signed in with a name.</summary>
    public static void Name(this SpecStore store, UserId user, string name) => store.Commit(new SaveUser(ActorRefs.Nobody, user, name, null, default));

    private static ChatMessage Message(RoomId room, MessageId id, UserId by) => new(id, id.Value, "text") { Room = room, At = Noon, By = by };
}
