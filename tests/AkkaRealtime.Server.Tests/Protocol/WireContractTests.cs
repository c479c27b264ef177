using System.Text.RegularExpressions;
using AkkaRealtime.Connections;
using AkkaRealtime.Domains.Commands;
using AkkaRealtime.Domains.Subscriptions;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Push.Wire;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Chat;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Routing.Users.Status.Wire;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>
/// <c>docs/asyncapi.yaml</c> names all that this server understands and says. That it has the form right is checked by every test that talks to a server:
/// <see cref="RawClient"/> holds each envelope against it.
/// </summary>
public sealed partial class WireContractTests
{
    [Fact]
    public void Should_name_every_request_and_no_other()
    {
        var catalog = new RequestCatalog(SessionRequests.Types, OwnSessionRequests.Types, ChatRequests.Types, CallRequests.Types, StatusRequests.Types, TopicRequests.Types, PushRequests.Types, new CommandTable().Requests);
        Assert.Equal(catalog.Types.Order(StringComparer.Ordinal), WireContract.Requests.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Should_name_everything_that_the_server_sends_and_nothing_else()
    {
        var named = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "AkkaRealtime"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => TypeName().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value))
            .Append("error")
            .ToHashSet();
        Assert.Equal([], named.Except(WireContract.Events).Except(WireContract.Requests));
        Assert.Equal([], WireContract.Events.Except(named));
    }

    [Theory]
    [InlineData("""{"type":"chat.typing","data":{"room":"r","user":"bob","on":true}}""", true)]
    [InlineData("""{"type":"chat.typing","data":{"room":"r","user":"bob"}}""", false)]
    [InlineData("""{"type":"chat.typing","data":{"room":"r","user":"bob","on":"yes"}}""", false)]
    [InlineData("""{"type":"chat.typing","data":{"room":"r","user":"bob","on":true,"more":1}}""", false)]
    [InlineData("""{"type":"chat.telling","data":{"room":"r"}}""", false)]
    [InlineData("""{"type":"status.changed","data":{"users":[{"user":"bob","status":"away"}]}}""", true)]
    [InlineData("""{"type":"status.changed","data":{"users":[{"user":"bob","status":"invisible"}]}}""", false)]
    [InlineData("""{"type":"session.expiring","data":{"expiresAt":"2026-01-01T00:00:00.000Z"}}""", true)]
    [InlineData("""{"type":"session.expiring","data":{"expiresAt":"2026-01-01T00:00:00Z"}}""", false)]
    [InlineData("""{"type":"chat.left","data":{"room":"r"}}""", true)]
    [InlineData("""{"type":"chat.left","data":{"room":"r","seq":4}}""", false)]
    [InlineData("""{"type":"order.placed","data":{"ref":"r1","order":{"id":7}}}""", true)]
    [InlineData("""{"type":"order.placed","data":{},"more":1}""", false)]
    [InlineData("""{"type":"order.placed","data":[]}""", false)]
    [InlineData("""{"type":"people.met","data":{}}""", false)]
    [InlineData("""{"type":"errors.none","data":{}}""", true)]
    [InlineData("""{"type":"chat.events","data":{"room":"r","head":1,"truncated":false,"events":[{"type":"poll.opened","data":{"room":"r","seq":1,"at":"2026-01-01T00:00:00.000Z","by":"bob","question":"?"}}]}}""", true)]
    [InlineData("""{"type":"chat.events","data":{"room":"r","head":1,"truncated":false,"events":[{"type":"poll.opened","data":{"room":"r"}}]}}""", false)]
    [InlineData("""{"type":"chat.events","data":{"room":"r","head":1,"truncated":false,"events":[{"type":"chat.polled","data":{"room":"r","seq":1,"at":"2026-01-01T00:00:00.000Z","by":"bob"}}]}}""", false)]
    [InlineData("""{"type":"topic.message","data":{"topic":"prices","seq":4,"type":"price.changed","data":{"price":1}}}""", true)]
    [InlineData("""{"type":"topic.message","data":{"topic":"prices","seq":4,"type":"chat.message","data":{}}}""", false)]
    [InlineData("""{"type":"topic.message","data":{"topic":"prices","type":"price changed","data":{}}}""", false)]
    [InlineData("""{"type":"topic.message","data":{"topic":"two words","type":"price.changed","data":{}}}""", false)]
    [InlineData("""{"type":"topic.subscribed","data":{"topic":"prices","head":0,"epoch":"e","recovered":false,"messages":[]}}""", true)]
    [InlineData("""{"type":"topic.subscribed","data":{"topic":"prices","head":0,"epoch":"e","recovered":false}}""", false)]
    [InlineData("""{"type":"topic.subscribed","data":{"topic":"prices","head":1,"epoch":"e","recovered":true,"messages":[{"type":"price.changed","data":{}}]}}""", false)]
    [InlineData("""{"type":".order","data":{}}""", false)]
    [InlineData("""{"type":"order.","data":{}}""", false)]
    public void Should_hold_envelopes_against_the_file(string envelope, bool allowed)
    {
        var fault = Record.Exception(() => WireContract.CheckSent(Received.Parse(envelope)));
        Assert.Equal(allowed, fault is null);
    }

    // "call.ended" and "call.ended"u8; not the events inside of a longer text.
    [GeneratedRegex("\"((?:session|chat|call|status|people|topic|push)\\.[a-z][a-z-]*)\\\\?\"")]
    private static partial Regex TypeName();
}
