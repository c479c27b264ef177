using AkkaRealtime.Connections;
using AkkaRealtime.Domains.Commands;
using AkkaRealtime.Domains.Subscriptions;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Push.Wire;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Chat;
using AkkaRealtime.Routing.Users.Pictures;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Routing.Users.Status.Wire;
using AkkaRealtime.Routing.Users.Store.Pictures;
using AkkaRealtime.Tests.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Tests.Rights;

/// <summary>Walks every cell of the rights tables in docs/security.md, which are the expectation.</summary>
public abstract class RightsSpecs : IAsyncLifetime
{
    private const string OfRooms = "request about a room";
    private const string OfCalls = "request about a call";
    private const string OfOwn = "other request";
    private const string Yes = "yes";
    private const string Nothing = "nothing";

    private static readonly RequestCatalog Catalog = new(SessionRequests.Types, OwnSessionRequests.Types, ChatRequests.Types, CallRequests.Types, StatusRequests.Types, TopicRequests.Types, PushRequests.Types, new CommandTable().Requests);

    // Without an answer where they are granted: what the same owner answers behind them shows that they were.
    private static readonly Dictionary<string, string> Silent = new()
    {
        ["chat.typing"] = "chat.read",
        ["call.signal"] = "call.ice",
        ["call.media"] = "call.ice",
        ["call.reaction"] = "call.ice",
        ["call.stats"] = "call.ice",
        ["status.activity"] = "session.ping",
    };

    private readonly Dictionary<(string Row, string Relation), string> _found = [];
    private RightsWorld _world = null!;

    /// <summary>The node that owners are on, and the one of everybody else.</summary>
    private protected RightsNode First { get; private set; } = null!;

    private protected RightsNode Second { get; private set; } = null!;

    private protected abstract Task<(RightsNode First, RightsNode Second)> StartAsync();

    public virtual async Task InitializeAsync()
    {
        (First, Second) = await StartAsync();
        _world = new RightsWorld(who => (who is "owner" or "host" ? First : Second).SignInAsync(who));
    }

    public virtual async Task DisposeAsync()
    {
        if (Second is not null && !ReferenceEquals(First, Second))
            await Second.DisposeAsync();
        if (First is not null)
            await First.DisposeAsync();
    }

    // One test, since a node takes longer to start than a table to walk.
    [SkippableFact]
    public async Task Should_answer_as_every_cell_says()
    {
        string[] rows = [.. RightsTable.Of(OfRooms).Rows, .. RightsTable.Of(OfCalls).Rows, .. RightsTable.Of(OfOwn).Rows];
        Assert.Equal(Catalog.Types.Order(StringComparer.Ordinal), rows.Distinct().Order(StringComparer.Ordinal));
        await WalkRoomsAsync();
        await WalkCallsAsync();
        await WalkOthersAsync();
        await CheckEventsAsync();
        await WalkWithoutATokenAsync();
        await WalkAfterATokensEndAsync();
    }

    private async Task WalkRoomsAsync()
    {
        var table = RightsTable.Of(OfRooms);
        foreach (var (type, relation) in Cells(table))
        {
            var inChannel = relation.StartsWith("channel: ", StringComparison.Ordinal);
            var (room, message) = inChannel ? await _world.ChannelAsync() : await _world.GroupAsync();
            var who = await _world.AsAsync(relation.Replace("channel: ", "", StringComparison.Ordinal));
            var found = await TryAsync(who, type, RightsRequests.OfRoom(type, room, message, "another"), new { room, seq = 1 });
            if (type == "chat.sync" && found == Yes && !who.Seen.Exists(e => e.Type == "chat.events" && e.Data.GetProperty("room").GetString() == room))
                found = Nothing;
            _found[(type, relation)] = found;
            if (found is not Yes and not Nothing)
                continue;
            if (type == "call.start")
                await who.AskAsync("call.leave", new { callId = who.Seen.FindLast(e => e.Type == "call.started").Data.GetProperty("call").GetProperty("id").GetString() });
            _world.ForgetRooms();
        }

        Check(table);
    }

    private async Task WalkCallsAsync()
    {
        var table = RightsTable.Of(OfCalls);
        foreach (var (type, relation) in Cells(table))
        {
            var (_, call) = await _world.CallAsync();
            var who = await _world.AsAsync(relation);
            var to = relation == "host" ? "participant/participant" : "host/host";
            _found[(type, relation)] = await TryAsync(who, type, RightsRequests.OfCall(type, call, to, "rung"), new { callId = call });
            if (_found[(type, relation)] == Yes)
                await _world.ForgetCallAsync();
        }

        Check(table);
    }

    private async Task WalkOthersAsync()
    {
        var table = RightsTable.Of(OfOwn);
        var (me, friend, other) = (await _world.AsAsync("me"), await _world.AsAsync("friend"), await _world.AsAsync("zoe"));
        var mine = (await me.AskAsync("chat.create", new { kind = "group", name = "Room", members = new[] { friend.User } })).GetProperty("room").GetProperty("id").GetString();
        await me.AskAsync("chat.send", new { room = mine, key = "k", text = "my word" });
        var room = (await other.AskAsync("chat.create", new { kind = "group", name = "Room" })).GetProperty("room").GetProperty("id").GetString();
        await other.AskAsync("chat.send", new { room, key = "k", text = "its secret" });
        foreach (var who in (string[])[friend.User, other.User])
            await First.Services.GetRequiredService<PictureService>().SetAsync(new UserId(who), new Picture("0f", "image/png", new byte[] { 1 }, First.Time.GetUtcNow()), default);
        foreach (var (type, relation) in Cells(table).Where(c => table[c.Type, c.Relation] != "–"))
        {
            var own = relation == "what is theirs";

            // A direct room with the other one would make them somebody with whom one shares a room.
            var whom = own ? "friend" : type == "chat.direct" ? "yves" : "zoe";
            _found[(type, relation)] = await TryAsync(me, type, RightsRequests.OfOwn(type, whom, own ? "news" : "secrets", own ? "word" : "secret"), new { });
            if (type is "chat.search" or "people.find" or "people.pictures" or "people.shared" && me.Seen[^1].Data.EnumerateObject().All(m => m.Value.ValueKind != System.Text.Json.JsonValueKind.Array || m.Value.GetArrayLength() == 0))
                _found[(type, relation)] = Nothing;
        }

        Check(table);
    }

    private async Task WalkWithoutATokenAsync()
    {
        var nobody = Second.ConnectWithoutToken();
        var (room, message) = await _world.GroupAsync();
        foreach (var type in Catalog.Types.Except(["session.auth", "session.ping"]))
            Assert.Equal((type, "unauthorized"), (type, await TryAsync(nobody, type, Anything(type, room, message), null)));
    }

    private async Task WalkAfterATokensEndAsync()
    {
        var socket = new MemorySocket();
        Second.Attach(socket, "member", new Identity(new UserId("member"), "member", Second.Time.GetUtcNow().AddSeconds(1)));
        await socket.NextAsync("session.ready");
        Second.Time.Advance(TimeSpan.FromSeconds(2));
        foreach (var type in Catalog.Types)
            socket.Send(type, """{"ref":"late"}""");
        string frame;
        while (!(frame = await socket.NextFrameAsync()).StartsWith("close:", StringComparison.Ordinal))
            Assert.DoesNotContain("late", frame, StringComparison.Ordinal);
        Assert.StartsWith("close:4401:", frame, StringComparison.Ordinal);
    }

    private static object Anything(string type, string room, string message) => type.StartsWith("call.", StringComparison.Ordinal) && type != "call.start"
        ? RightsRequests.OfCall(type, CallId.New(new RoomId(room), DateTimeOffset.UnixEpoch).Value, "host/host", "rung")
        : RightsTable.Of(OfOwn).Rows.Contains(type) ? RightsRequests.OfOwn(type, "other", "news") : RightsRequests.OfRoom(type, room, message, "another");

    private static IEnumerable<(string Type, string Relation)> Cells(RightsTable table) =>
        table.Rows.SelectMany(_ => table.Relations, (row, relation) => (row, relation));

    // What can't be answered just now, on a machine that is busy, is asked again, as clients do. Time passes meanwhile.
    private async Task<string> TryAsync(RightsClient who, string type, object data, object? behind)
    {
        string found;
        var tries = 0;
        while ((found = await OutcomeAsync(who, type, data, behind)) == "unavailable" && ++tries < 100)
        {
            First.Time.Advance(TimeSpan.FromMilliseconds(100));
            if (!ReferenceEquals(First, Second))
                Second.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        return found;
    }

    private static async Task<string> OutcomeAsync(RightsClient who, string type, object data, object? behind)
    {
        var asked = who.Send(type, data);
        if (Silent.TryGetValue(type, out var next) && behind is not null)
        {
            await who.ReplyAsync(who.Send(next, behind));
            return who.ErrorOf(asked) ?? Yes;
        }

        await who.ReplyAsync(asked);
        return who.ErrorOf(asked) ?? Yes;
    }

    private void Check(RightsTable table)
    {
        var wrong = _found.Where(f => table[f.Key.Row, f.Key.Relation] != f.Value).Select(f => $"{f.Key.Row}, {f.Key.Relation}: {table[f.Key.Row, f.Key.Relation]}, but was {f.Value}").ToList();
        var found = table.With(_found);
        _found.Clear();
        Assert.True(wrong.Count == 0, $"docs/security.md says otherwise.\n{string.Join('\n', wrong)}\n\n{found}");
    }

    // Who belongs nowhere hears nothing, whatever goes on; who was removed hears nothing of that room any more; and a row of the table of events is kept to by everybody.
    private async Task CheckEventsAsync()
    {
        var table = RightsTable.Of("event");
        var wrong = new List<string>();
        foreach (var client in _world.People)
            await client.AskAsync("session.ping");
        foreach (var (client, relation) in _world.People.Select(p => (p, Relation(p.User))).Where(p => p.Item2 is not null))
        {
            // The pages of chat.sync have no ref; what is in them was looked at above.
            foreach (var (type, data, _) in client.Seen.Where(e => e.Ref is null && e.Type != "chat.events"))
            {
                if ((table[type, relation!] != Yes && !HasEntered(client, data)) || WasRemoved(client, data, before: type))
                    wrong.Add($"{client.User}: {type} {data}");
            }
        }

        Assert.Empty(wrong);
        string[] heard = ["chat.room", "chat.message", "chat.edited", "chat.deleted", "chat.reacted", "chat.pinned", "chat.joined", "chat.left", "chat.updated", "chat.call", "call.incoming", "call.updated"];
        Assert.Equal([], heard.Except((await _world.AsAsync("another")).Seen.Select(e => e.Type)));
    }

    private static string? Relation(string user) => user switch
    {
        "stranger" or "visitor" => "stranger",
        "another" or "declined" or "removed" => "member",
        "watcher" or "rung" or "participant" => user,
        _ => null,
    };

    // A channel that somebody has joined makes them a member, for the table.
    private static bool HasEntered(RightsClient client, System.Text.Json.JsonElement data) => data.TryGetProperty("room", out var room)
        && (room.ValueKind == System.Text.Json.JsonValueKind.Object ? room.GetProperty("id") : room).GetString() is { } id
        && client.Seen.Exists(e => e.Ref is not null && e.Type == "chat.room" && e.Data.GetProperty("room").GetProperty("id").GetString() == id);

    // The last thing that who is removed hears of a room is that.
    private static bool WasRemoved(RightsClient client, System.Text.Json.JsonElement data, string before)
    {
        if (client.User != "removed" || before is "chat.left" or "call.ended" || !data.TryGetProperty("room", out var room) || room.ValueKind != System.Text.Json.JsonValueKind.String)
            return false;
        var left = client.Seen.FindIndex(e => e.Type == "chat.left" && e.Data.GetProperty("user").GetString() == client.User && e.Data.GetProperty("room").GetString() == room.GetString());
        return left >= 0 && client.Seen.FindIndex(e => e.Data.Equals(data)) > left;
    }
}
