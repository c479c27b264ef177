using System.Text.Json;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Wire;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Commands;

public sealed class ChatManifestsTests
{
    private static readonly IRoomRequest[] Bodies =
    [
        new ChatJoinRequest(Id),
        new ChatComeRequest(Id, Bob),
        new ChatLeaveRequest(Id),
        new ChatInviteRequest(Id, [Bob]),
        new ChatRemoveRequest(Id, [Bob]),
        new ChatBanRequest(Id, [Bob], "spam", Noon),
        new ChatUnbanRequest(Id, [Bob]),
        new ChatUpdateRequest(Id, "n", "t", new Dictionary<UserId, string> { [Bob] = "admin" }),
        new ChatSendRequest(Id, "k", "hi", MessageOfBob, MessageOfBob, [Bob], [new Attachment("f", "n", "t", 1, "/x")]),
        new ChatEditRequest(Id, MessageOfBob, "x"),
        new ChatDeleteRequest(Id, MessageOfBob),
        new ChatReactRequest(Id, MessageOfBob, "👍", true),
        new ChatPinRequest(Id, MessageOfBob, false),
        new ChatUnpreviewRequest(Id, MessageOfBob),
        new ChatReadRequest(Id, 7),
        new ChatTypingRequest(Id, true),
    ];

    public static TheoryData<string> Kinds => [.. Bodies.Select(b => b.GetType().Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void RoomRequest_OfEveryKind_ArrivesAsItWasSent(string kind)
    {
        var sent = new RoomRequest(Id, Caller(Alice), "1", Bodies.Single(b => b.GetType().Name == kind));
        var manifest = ChatManifests.All.Single(m => m.Type == typeof(RoomRequest));

        var arrived = (RoomRequest)manifest.Read(manifest.Write(sent));

        Assert.Equal(sent.Body.GetType(), arrived.Body.GetType());
        Assert.Equal(Json(sent), Json(arrived));
    }

    [Fact]
    public void RoomRequest_Kinds_AreAllThereAre() => Assert.Equal(
        typeof(IRoomRequest).Assembly.GetTypes().Where(t => t.IsClass && typeof(IRoomRequest).IsAssignableFrom(t)).Select(t => t.Name).Order(StringComparer.Ordinal),
        Bodies.Select(b => b.GetType().Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Watches_ArriveAsTheyWereSent()
    {
        Assert.Equal([Alice, Bob], RoundTrip(new WatchMembers(Id, [Alice, Bob])).Users);
        var told = RoundTrip(new NotMembers(Id, [Bob]));
        Assert.Equal((Id, Bob), (told.Room, Assert.Single(told.Users)));
        var came = RoundTrip(new NewMembers(Id, [Bob]));
        Assert.Equal((Id, Bob), (came.Room, Assert.Single(came.Users)));
        var members = RoundTrip(new RoomMembers(Id, "t", "group", [Alice, Bob], [Alice]));
        Assert.Equal([Alice, Bob], members.Users);
        Assert.Equal([Alice], members.Moderators);
    }

    private static T RoundTrip<T>(T message)
        where T : notnull
    {
        var manifest = ChatManifests.All.Single(m => m.Type == typeof(T));
        return (T)manifest.Read(manifest.Write(message));
    }

    private static string Json(RoomRequest request) => JsonSerializer.Serialize(request, ChatNodeJson.Default.RoomRequest);
}
