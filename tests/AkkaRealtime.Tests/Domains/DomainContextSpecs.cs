using Akka.Hosting;
using AkkaRealtime.Clustering;
using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Domains;
using AkkaRealtime.Envelopes;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Domains;

/// <summary>What a router of a host's domain hands on.</summary>
public sealed class DomainContextSpecs : VirtualTimeSpec
{
    private const string Region = "whiteboard.boards";
    private static readonly ClientRequest Request =
        new(new Caller(new("alice"), "Alice", new("phone"), new("s1")), "r1", new DrawRequest("b", "-")) { Replies = new AwaitedReplies() };

    private readonly OwnerWatch _watch = new();
    private readonly ServiceProvider _services;
    private readonly DomainContext _context;

    public DomainContextSpecs(ITestOutputHelper output)
        : base(output)
    {
        _services = new ServiceCollection().AddSingleton(_watch).BuildServiceProvider();
        var registry = new ActorRegistry();
        registry.Register<BoardActor>(TestActor);
        _context = new DomainContext(
            _services, Sys, registry, _ => TestActor, [new(typeof(BoardActor), Region, r => r.Get<BoardActor>(), command => (command as IBoardCommand)?.Board)]);
    }

    [Fact]
    public void Should_hand_a_request_on_to_its_owner_with_the_connection_as_sender()
    {
        var connection = CreateTestProbe();
        _context.HandOn<BoardActor>(Request, new OpenBoard("b", "r1"), connection);
        ExpectMsg<OpenBoard>();
        Assert.Equal(connection.Ref, LastSender);
    }

    [Fact]
    public void Should_tell_the_connection_where_the_owner_is_away()
    {
        var connection = CreateTestProbe();
        _watch.SetOthers(1);
        var boards = _watch.Region(Region, _services.ShardCount());
        boards.SetAway(boards.ShardOf("b"), away: true);
        _context.HandOn<BoardActor>(Request, new OpenBoard("b", "r1"), connection);
        Assert.Equal("r1", connection.ExpectMsg<OwnerAway>().Key);
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_refuse_what_no_owner_is_told() =>
        Assert.Contains("BoardActor is not told String", Assert.Throws<ArgumentException>(() => _context.HandOn<BoardActor>(Request, "b", TestActor)).Message, StringComparison.Ordinal);

    protected override void AfterAll()
    {
        base.AfterAll();
        _services.Dispose();
    }
}
