using System.Runtime.CompilerServices;
using AkkaRealtime.Routing.Chat.Queries;
using AkkaRealtime.Routing.Chat.Settings;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Tests.Storage;

namespace AkkaRealtime.Tests.Routing.Chat.Queries;

public sealed class ChatQueriesTests
{
    public static TheoryData<string> Requests => [.. Types().Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Requests))]
    public void Has_EveryRequestThatIsNotForAnOwner_IsTrue(string request)
    {
        var body = (IChatRequest)RuntimeHelpers.GetUninitializedObject(Types().Single(t => t.Name == request));

        Assert.Equal(body is not (IRoomRequest or ChatCreateRequest or ChatDirectRequest), new ChatQueries(Sources).Has(body));
    }

    private static ChatSources Sources => new SpecStore() is var store ? new ChatSources(store.Chat, store.Invitations, store.Reports, store.Users, store.Blocks, store.Bookmarks, store.Scheduled, store.Threads, store.PictureService, store.Engine.FileRows, store, new PeopleOptions(), new ChatOptions(), TimeProvider.System) : null!;

    private static IEnumerable<Type> Types() =>
        typeof(IChatRequest).Assembly.GetTypes().Where(t => t.IsClass && typeof(IChatRequest).IsAssignableFrom(t));
}
