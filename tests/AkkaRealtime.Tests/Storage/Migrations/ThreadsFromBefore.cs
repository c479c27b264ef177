using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Tests.Storage.Migrations;

/// <summary>A room with a thread, as a server had it that kept nothing of who follows which.</summary>
internal static class ThreadsFromBefore
{
    private static readonly RoomId Room = new("room");
    private static readonly UserId Alice = new("alice");
    private static readonly UserId Bob = new("bob");
    private static readonly UserId Carol = new("carol");
    private static readonly UserId Dave = new("dave");

    /// <summary>Alice's message, which Bob has answered, with a mention of Carol. Dave looks on, and Eve, who wrote as well, is gone.</summary>
    public static AppendEvents Entry { get; } = new(
        ActorRefs.Nobody,
        Room,
        0,
        [
            .. ((UserId[])[Alice, Bob, Carol, Dave, new UserId("eve")]).Select(u => new ChatJoined(u, "member") { Room = Room, At = DateTimeOffset.UnixEpoch, By = u }),
            Message("m1", Alice),
            Message("m2", new UserId("eve"), "m1"),
            Message("m3", Bob, "m1", Carol),
            new ChatLeft(new UserId("eve")) { Room = Room, At = DateTimeOffset.UnixEpoch, By = new UserId("eve") },
        ],
        new NewRoom("group", "Room", ""));

    public static async Task VerifyAsync(TestStore store)
    {
        foreach (var user in (UserId[])[Alice, Bob, Carol])
            Assert.Equal((2L, 0L, 9L), Assert.Single((await store.Threads.OfAsync(user, false, null, 10, default)).Threads) is var thread ? (thread.Replies, thread.Unread, thread.Read) : default);
        foreach (var user in (UserId[])[Dave, new UserId("eve")])
            Assert.Empty(await store.Threads.FollowsAsync(user, null, 10, default));
    }

    private static ChatMessage Message(string id, UserId by, string? thread = null, params UserId[] mentions) =>
        new(new MessageId(id), id, id, null, thread is null ? null : new MessageId(thread), mentions) { Room = Room, At = DateTimeOffset.UnixEpoch, By = by };
}
