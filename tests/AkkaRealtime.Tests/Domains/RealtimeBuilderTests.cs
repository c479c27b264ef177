using System.Runtime.CompilerServices;
using Akka.Actor;
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

    [Fact]
    public void ReservedWords_OfTheServer_AreThoseOfTheWebClientAndTheDocs()
    {
        var root = Path.Combine(Folder(), "../../..");
        Assert.Contains($"[{string.Join(", ", WireTypes.ReservedWords.Select(w => $"\"{w}\""))}]", Text("src/web/client/src/protocol/own.ts"), StringComparison.Ordinal);
        var words = $"{string.Join(", ", WireTypes.ReservedWords.SkipLast(1).Select(w => $"`{w}`"))} and `{WireTypes.ReservedWords[^1]}`";
        Assert.All((string[])["docs/extending.md", "docs/protocol.md"], file => Assert.Contains($"{words}, alone or before the first dot, are reserved", Text(file), StringComparison.Ordinal));

        string Text(string file) => File.ReadAllText(Path.Combine(root, file));
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
    [InlineData("/deploy", "Deploys", "member", "without the slash")]
    [InlineData("Deploy", "Deploys", "member", "Use 1 to 32 of a-z")]
    [InlineData("2fa", "Deploys", "member", "beginning with a letter")]
    [InlineData("help", "Deploys", "member", "the page's own command")]
    [InlineData("deploy", " ", "member", "needs a description")]
    [InlineData("deploy", "Deploys", "boss", "Use owner, admin or member")]
    public void Command_ThatCanNotBe_SaysWhatToChange(string name, string description, string role, string said) =>
        Assert.Contains(said, Assert.Throws<ArgumentException>(() => Command(name, description, role)).Message, StringComparison.Ordinal);

    [Fact]
    public void Command_SameNameTwice_Throws()
    {
        Command("deploy", "Deploys", "member");
        Assert.StartsWith("There are two commands /deploy.", Assert.Throws<ArgumentException>(() => Command("deploy", "Deploys", "admin")).Message, StringComparison.Ordinal);
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
    [InlineData("topic")]
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
    public void Domain_WithoutRouter_SaysToAddOne()
    {
        var fault = Assert.Throws<InvalidOperationException>(
            () => _builder.Domain(new NamedDomain("board", domain => domain.Request<DrawRequest>("board.draw"))));
        Assert.StartsWith("The domain board has no router", fault.Message, StringComparison.Ordinal);
        Assert.Contains("domain.Router<", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Domain_TopicsWithoutOwners_SaysToAddThem()
    {
        var fault = Assert.Throws<InvalidOperationException>(
            () => _builder.Domain(new NamedDomain("board", domain => WithRouter(domain).Topics<BoardActor>(new TopicKind(100)))));
        Assert.Contains("has topics of BoardActor, but no such owners", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Domain_TopicKindOfTheServers_Throws() => Assert.Throws<ArgumentOutOfRangeException>(
        () => _builder.Domain(new NamedDomain("board", domain => domain.Topics<BoardActor>(new TopicKind(99)))));

    [Fact]
    public void Domain_TopicKindTwice_SaysSo() => AssertFault(
        "names the kind of topics 100 twice", domain => WithOwners(domain).Topics<BoardActor>(new TopicKind(100)).Topics<BoardActor>(new TopicKind(100)));

    [Fact]
    public void Domain_TopicKindOfAnotherDomain_SaysWhose()
    {
        _builder.Domain<WhiteboardDomain>();
        AssertFault("The domains whiteboard and board both have topics of the kind 100", domain => domain
            .Router<ShippingRouterActor>(_ => Props.Empty)
            .Owner<OtherBoardActor, IBoardCommand>("boards", command => command.Board, (_, _) => Props.Empty)
            .Topics<OtherBoardActor>(new TopicKind(100)));
    }

    [Fact]
    public void Domain_ActorsOfAnotherDomain_SaysWhose()
    {
        _builder.Domain<WhiteboardDomain>();
        AssertFault("The domains whiteboard and board both have WhiteboardRouterActor", domain => WithRouter(domain));
    }

    [Fact]
    public void Domain_OwnersTwice_SaysSo() => AssertFault("names BoardActor twice", domain => WithOwners(WithOwners(domain, "a"), "b"));

    [Fact]
    public void Domain_RegionTwice_SaysSo() => AssertFault(
        "two regions named boards", domain => WithOwners(domain).Owner<OtherBoardActor, IBoardCommand>("boards", command => command.Board, (_, _) => Props.Empty));

    [Theory]
    [InlineData("")]
    [InlineData("My boards")]
    public void Domain_NoRegion_SaysWhatOneIs(string region) => AssertFault("can't be the name of a region", domain => WithOwners(domain, region));

    [Fact]
    public void Domain_MessageTwice_SaysSo() => AssertFault(
        "two messages named 1", domain => domain.CrossesNodes("1", WhiteboardJson.Default.OpenBoard).CrossesNodes("1", WhiteboardJson.Default.Draw));

    [Theory]
    [InlineData(0, 1, 1, "MaxRunning is 0")]
    [InlineData(1, -1, 1, "MaxWaiting is -1")]
    [InlineData(1, 1, 0, "MaxPerConnection is 0")]
    public void Build_LimitThatLetsNothingRun_SaysWhatToSet(int running, int waiting, int perConnection, string fault)
    {
        (_builder.Limits.MaxRunning, _builder.Limits.MaxWaiting, _builder.Limits.MaxPerConnection) = (running, waiting, perConnection);
        Assert.Contains($"{fault}, so that none would run. Set at least 1.", Assert.Throws<ArgumentException>(() => _builder.Build()).Message, StringComparison.Ordinal);
    }

    private static DomainBuilder WithRouter(DomainBuilder domain) => domain.Router<WhiteboardRouterActor>(_ => Props.Empty);

    private static DomainBuilder WithOwners(DomainBuilder domain, string region = "boards") =>
        domain.Owner<BoardActor, IBoardCommand>(region, command => command.Board, (_, _) => Props.Empty);

    private void AssertFault(string sentence, Action<DomainBuilder> configure) => Assert.Contains(
        sentence, Assert.Throws<ArgumentException>(() => _builder.Domain(new NamedDomain("board", configure))).Message, StringComparison.Ordinal);

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    private void Command(string name, string description, string role) =>
        _builder.Command(name, description, null, role, (_, _, _) => Task.FromResult(CommandReply.Done));

    private void Handle(string type) => _builder.Handle<PlaceOrder>(type, (_, _, _) => Task.FromResult<RequestError?>(null));

    private sealed class NamedDomain(string name, Action<DomainBuilder> configure) : IRealtimeDomain
    {
        public string Name => name;

        public void Configure(DomainBuilder domain) => configure(domain);
    }

    private sealed class OtherBoardActor : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);
    }
}
