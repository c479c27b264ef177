using AkkaRealtime.Domains;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Topics;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Tests.Domains;

public sealed class RealtimeBuilderTests
{
    private readonly RealtimeBuilder _builder = new(new ServiceCollection());

    [Theory]
    [InlineData("session.end")]
    [InlineData("chat.vote")]
    [InlineData("call")]
    [InlineData("status.own")]
    [InlineData("people.list")]
    [InlineData("topic.list")]
    [InlineData("error")]
    public void Handle_ReservedType_SaysToChooseAnotherPrefix(string type)
    {
        var fault = Assert.Throws<ArgumentException>(() => Handle(type));
        Assert.StartsWith($"The type '{type}' belongs to AkkaRealtime", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("order place")]
    [InlineData(".order")]
    [InlineData("order.")]
    public void Handle_NoType_SaysWhatATypeIs(string type) => Assert.Contains("can't be the type", Assert.Throws<ArgumentException>(() => Handle(type)).Message, StringComparison.Ordinal);

    [Fact]
    public void Handle_SameTypeTwice_Throws()
    {
        Handle("order.place");
        Assert.StartsWith("The type 'order.place' is handled twice.", Assert.Throws<ArgumentException>(() => Handle("order.place")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chats.place")]
    [InlineData("order.place.now_2-b")]
    public void Handle_OwnType_IsTaken(string type)
    {
        Handle(type);
        Assert.Equal([type], _builder.BuildHandlers().Select(h => h.Type));
    }

    [Fact]
    public void BuildHandlers_ReplyThatIsNoObject_Throws()
    {
        _builder.Handle<PlaceOrder, string>("order.place", "order.placed", (_, _, _) => Task.FromResult<Reply<string>>("o1"));
        Assert.Contains("Put it into a record", Assert.Throws<ArgumentException>(_builder.BuildHandlers).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("orders.a1", 2)]
    [InlineData("orders.vip.7", 3)]
    [InlineData("orders.vip", 4)]
    [InlineData("prices", 1)]
    public void Topic_SeveralThatFit_TheNameThenTheLongestBeginningCounts(string topic, int keep)
    {
        _builder.Topic("*", o => o.Keep = 1).Topic("orders.*", o => o.Keep = 2).Topic("orders.vip.*", o => o.Keep = 3).Topic("orders.vip", o => o.Keep = 4);
        Assert.Equal(keep, _builder.BuildTopics(new Dictionary<string, ConfiguredTopic>()).Find(topic)?.Keep);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("a*b", 0)]
    [InlineData("a b", 0)]
    [InlineData("prices", -1)]
    [InlineData("prices", 1_001)]
    public void Topic_WrongPatternOrOption_Throws(string pattern, int keep) => Assert.Throws<ArgumentException>(() => _builder.Topic(pattern, o => o.Keep = keep));

    [Fact]
    public void Topic_Twice_Throws() => Assert.Throws<ArgumentException>(() => _builder.Topic("prices").Topic("prices"));

    [Theory]
    [InlineData("chat")]
    [InlineData("handlers")]
    [InlineData("Board")]
    [InlineData("")]
    public void Domain_NameThatIsTakenOrNone_Throws(string name) => Assert.Throws<ArgumentException>(() => _builder.Domain(new NamedDomain(name, _ => { })));

    [Fact]
    public void Domain_Twice_Throws() => Assert.Throws<ArgumentException>(() => _builder.Domain<WhiteboardDomain>().Domain<WhiteboardDomain>());

    [Fact]
    public void Domain_TypeThatIsHandled_Throws()
    {
        Handle("whiteboard.draw");
        Assert.Throws<ArgumentException>(() => _builder.Domain<WhiteboardDomain>());
    }

    [Fact]
    public void Domain_RequestsWithoutRouter_SaysToAddOne()
    {
        _builder.Domain(new NamedDomain("board", domain => domain.Request<DrawRequest>("board.draw")));
        var fault = Assert.Throws<InvalidOperationException>(() => _builder.Domains.Single().BuildRequests());
        Assert.Contains("has requests but no router", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Domain_TopicKindOfTheServers_Throws() => Assert.Throws<ArgumentOutOfRangeException>(
        () => _builder.Domain(new NamedDomain("board", domain => domain.Topics<BoardActor>(new TopicKind(99)))));

    private void Handle(string type) => _builder.Handle<PlaceOrder>(type, (_, _, _) => Task.FromResult<RequestError?>(null));

    private sealed class NamedDomain(string name, Action<DomainBuilder> configure) : IRealtimeDomain
    {
        public string Name => name;

        public void Configure(DomainBuilder domain) => configure(domain);
    }
}
