using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Previews;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using Xunit.Abstractions;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Owner;

public sealed class RoomActorPreviewSpecs : RoomSpec
{
    private const string Url = "https://example.com/";
    private readonly Asked _asked = new();

    public RoomActorPreviewSpecs(ITestOutputHelper output)
        : base(output) => Previews = _asked;

    [Fact]
    public void Should_have_links_looked_at_once_the_message_is_durable_and_make_what_is_found_an_event()
    {
        var room = StartStored();
        room.Tell(Send(Alice, "k1", $"see {Url}"), Connection);
        var entry = ExpectEntry();
        Assert.Empty(_asked.Urls);

        Memory.Commit(entry);
        Assert.Equal("chat.sent", Expect(Connection).Type);
        Assert.Equal([(Alice, Url)], _asked.Urls);
        var found = Regions.ExpectMsg<RecordPreviews>();
        Assert.Equal(((ChatMessage)entry.Events[0]).Id, found.Id);

        room.Tell(found);
        var previewed = Assert.IsType<ChatPreviewed>(Assert.Single(StoreNext().Events));
        Assert.Equal((Alice, Url), (previewed.By, Assert.Single(previewed.Previews!).Url));
    }

    [Fact]
    public void Should_look_at_nothing_again_for_a_repeated_key()
    {
        var room = StartStored(head: 5);
        room.Tell(Send(Alice, "k1", Url), Connection);
        ExpectEntry();
        room.Tell(new EventsAppended(Id, 5, [ProbeJournal.Stored(new ChatMessage(new("m-first"), "k1", Url) { Room = Id, Seq = 4, At = Noon, By = Alice }, duplicate: true)]));

        Assert.Equal("chat.sent", Expect(Connection).Type);
        Assert.Empty(_asked.Urls);
    }

    [Theory]
    [InlineData("no link", null)]
    [InlineData(Url, false)]
    public void Should_look_at_nothing_where_there_is_nothing_or_nothing_is_wanted(string text, bool? previews)
    {
        var room = StartStored();
        room.Tell(Request(Alice, new ChatSendRequest(Id, "k1", text, Previews: previews)), Connection);
        StoreNext();

        Assert.Equal("chat.sent", Expect(Connection).Type);
        Assert.Empty(_asked.Urls);
    }

    [Fact]
    public void Should_look_only_at_links_that_are_new_after_an_edit()
    {
        var room = StartStored();
        room.Tell(Send(Alice, "k1", Url), Connection);
        var id = ((ChatMessage)StoreNext().Events[0]).Id;
        room.Tell(Regions.ExpectMsg<RecordPreviews>());
        StoreNext();
        room.Tell(Request(Alice, new ChatEditRequest(Id, id, $"{Url} https://example.org/")), Connection);
        StoreNext();

        Assert.Equal("https://example.org/", Assert.Single(Regions.ExpectMsg<RecordPreviews>().Found).Url);
        Assert.Equal([Url, "https://example.org/"], _asked.Urls.Select(u => u.Url));
    }

    /// <summary>Finds each link at once.</summary>
    private sealed class Asked : ILinkPreviews
    {
        public List<(UserId By, string Url)> Urls { get; } = [];

        public int LinksPerMessage => 3;

        public Task<IReadOnlyList<LinkPreview>> FindAsync(RoomId room, UserId by, IReadOnlyList<string> urls)
        {
            Urls.AddRange(urls.Select(url => (by, url)));
            return Task.FromResult<IReadOnlyList<LinkPreview>>([.. urls.Select(url => new LinkPreview(url, "Site"))]);
        }
    }
}
