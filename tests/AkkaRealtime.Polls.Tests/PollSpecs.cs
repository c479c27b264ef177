using System.Text.Json;
using AkkaRealtime.Admin;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Polls.Tests;

/// <summary>Polls as their members see them; the same on every store.</summary>
public abstract class PollSpecs : IAsyncLifetime
{
    private RealtimeTestNode _node = null!;
    private RealtimeTestClient _alice = null!;
    private RealtimeTestClient _bob = null!;
    private string _room = "";

    /// <summary>Starts a node on the store of these specs; a second one finds what the first one kept.</summary>
    protected abstract Task<RealtimeTestNode> StartAsync();

    /// <summary>The kind of store that these specs are about.</summary>
    protected abstract Type Engine { get; }

    public virtual async Task InitializeAsync()
    {
        _node = await StartAsync();
        Assert.IsType(Engine, _node.Services.GetRequiredService<IStoreEngine>());
        await ConnectAsync();
        var made = await _alice.RequestAsync("chat.create", new { kind = "group", name = "Team", members = new[] { "bob" } });
        _room = made.GetProperty("room").GetProperty("id").GetString()!;
        await _bob.NextAsync("chat.room");
    }

    public virtual async Task DisposeAsync()
    {
        if (_node is not null)
            await _node.DisposeAsync();
    }

    [SkippableFact]
    public async Task Should_open_a_poll_that_members_see_and_that_is_unread()
    {
        var poll = await OpenAsync();
        Assert.Equal(("Tea?", 0, false), (poll.GetProperty("question").GetString(), Votes(poll).Sum(), poll.GetProperty("closed").GetBoolean()));

        var opened = await _bob.NextAsync("poll.opened");
        Assert.Equal((_room, 3, "alice", "Tea?"), (Text(opened, "room"), opened.GetProperty("seq").GetInt32(), Text(opened, "by"), Text(opened, "question")));
        var rooms = (await _bob.RequestAsync("chat.rooms")).GetProperty("rooms");
        Assert.Equal((3, 1), (rooms[0].GetProperty("head").GetInt32(), rooms[0].GetProperty("unread").GetInt32()));
    }

    [SkippableFact]
    public async Task Should_answer_a_repeated_request_with_the_first_poll()
    {
        var first = await OpenAsync("k1");
        await VoteAsync(_bob, first, 1);
        var again = await OpenAsync("k1");

        Assert.Equal((Text(first, "id"), "0,1"), (Text(again, "id"), string.Join(',', Votes(again))));
    }

    [SkippableFact]
    public async Task Should_open_a_poll_that_is_typed_once_however_often_it_is_sent()
    {
        var typed = new { room = _room, key = "c1", name = "poll", arguments = "Tea? | Yes | No" };
        await _alice.RequestAsync("chat.command", typed);
        await _alice.RequestAsync("chat.command", typed);
        var opened = await _bob.NextAsync("poll.opened");
        Assert.Equal(("Tea?", "alice"), (Text(opened, "question"), Text(opened, "by")));
        Assert.Equal("Yes No", string.Join(' ', opened.GetProperty("options").EnumerateArray().Select(o => o.GetString())));
        Assert.Equal(3, (await _bob.RequestAsync("chat.rooms")).GetProperty("rooms")[0].GetProperty("head").GetInt32());
        var poll = await VoteAsync(_bob, await StateAsync(_alice, "poll.get", new { poll = Text(opened, "poll") }), 1);
        Assert.Equal("0,1", string.Join(',', Votes(poll)));

        Assert.Equal("bad-request", await RefusalAsync(_alice, "chat.command", new { room = _room, key = "c2", name = "poll", arguments = "Tea?" }));
    }

    [SkippableFact]
    public async Task Should_count_the_last_vote_of_each_member_and_tell_all()
    {
        var poll = await OpenAsync();
        await VoteAsync(_bob, poll, 0);
        var changed = await VoteAsync(_bob, poll, 1);
        var both = await VoteAsync(_alice, poll, 1);

        Assert.Equal((1, "0,1"), (changed.GetProperty("mine").GetInt32(), string.Join(',', Votes(changed))));
        Assert.Equal("0,2", string.Join(',', Votes(both)));
        foreach (var expected in new[] { "1,0", "0,1", "0,2" })
            Assert.Equal(expected, string.Join(',', Votes(await _alice.NextAsync("poll.voted"))));
    }

    [SkippableFact]
    public async Task Should_append_nothing_for_the_same_vote_again()
    {
        var poll = await OpenAsync();
        await VoteAsync(_bob, poll, 0);
        await VoteAsync(_bob, poll, 0);
        Assert.Equal(4, (await _bob.RequestAsync("chat.rooms")).GetProperty("rooms")[0].GetProperty("head").GetInt32());
    }

    [SkippableFact]
    public async Task Should_take_no_vote_behind_the_end()
    {
        var poll = await OpenAsync();
        var id = Text(poll, "id");
        Assert.Equal("forbidden", await RefusalAsync(_bob, "poll.close", new { poll = id }));
        Assert.True((await StateAsync(_alice, "poll.close", new { poll = id })).GetProperty("closed").GetBoolean());
        await _bob.NextAsync("poll.closed");
        Assert.Equal("conflict", await RefusalAsync(_bob, "poll.vote", new { poll = id, option = 0 }));
        Assert.True((await StateAsync(_alice, "poll.close", new { poll = id })).GetProperty("closed").GetBoolean());
    }

    [SkippableFact]
    public async Task Should_show_polls_to_members_only()
    {
        var poll = await OpenAsync();
        var id = Text(poll, "id");
        var carol = await _node.ConnectAsync("carol");
        Assert.Equal("not-found", await RefusalAsync(carol, "poll.open", new { room = _room, key = "k1", question = "?", options = new[] { "a", "b" } }));
        Assert.Equal("not-found", await RefusalAsync(carol, "poll.get", new { poll = id }));
        Assert.Equal("not-found", await RefusalAsync(carol, "poll.vote", new { poll = id, option = 0 }));
        Assert.Equal("not-found", await RefusalAsync(_alice, "poll.get", new { poll = "0000" }));
        Assert.Equal("bad-request", await RefusalAsync(_alice, "poll.vote", new { poll = id, option = 9 }));
        Assert.Equal("bad-request", await RefusalAsync(_alice, "poll.open", new { room = _room, key = "k1", question = "?", options = new[] { "a" } }));
    }

    [SkippableFact]
    public async Task Should_bring_who_was_away_what_happened_in_order()
    {
        var poll = await OpenAsync();
        await VoteAsync(_bob, poll, 1);
        await _alice.RequestAsync("chat.send", new { room = _room, key = "m1", text = "Vote!" });
        await StateAsync(_alice, "poll.close", new { poll = Text(poll, "id") });

        await _bob.RequestAsync("chat.sync", new { rooms = new Dictionary<string, int> { [_room] = 2 } });
        var events = (await _bob.NextAsync("chat.events")).GetProperty("events").EnumerateArray().ToList();
        Assert.Equal(["poll.opened", "poll.voted", "chat.message", "poll.closed"], events.Select(e => Text(e, "type")));
        Assert.Equal([3, 4, 5, 6], events.Select(e => e.GetProperty("data").GetProperty("seq").GetInt32()));
    }

    [SkippableFact]
    public async Task Should_forget_the_votes_of_who_is_erased()
    {
        var poll = await OpenAsync();
        await VoteAsync(_bob, poll, 1);

        await EraseAsync("bob");
        await _alice.NextAsync("chat.erased");
        var left = await StateAsync(_alice, "poll.get", new { poll = Text(poll, "id") });
        Assert.Equal("0,0", string.Join(',', Votes(left)));
        await _alice.RequestAsync("chat.sync", new { rooms = new Dictionary<string, int> { [_room] = 3 } });
        var vote = (await _alice.NextAsync("chat.events")).GetProperty("events")[0].GetProperty("data");
        Assert.Equal((true, false), (vote.GetProperty("deleted").GetBoolean(), vote.TryGetProperty("option", out _)));
    }

    [SkippableFact]
    public async Task Should_forget_the_polls_of_who_is_erased()
    {
        var poll = await OpenAsync();
        await VoteAsync(_bob, poll, 1);

        await EraseAsync("alice");
        await _bob.NextAsync("chat.erased");
        Assert.Equal("not-found", await RefusalAsync(_bob, "poll.get", new { poll = Text(poll, "id") }));
    }

    /// <summary>For stores that outlive a node: starts another one on what the first kept.</summary>
    protected async Task<JsonElement> OpenVoteAndRestartAsync()
    {
        var poll = await OpenAsync();
        await VoteAsync(_bob, poll, 1);
        await _node.DisposeAsync();
        _node = await StartAsync();
        await ConnectAsync();
        return await StateAsync(_bob, "poll.get", new { poll = Text(poll, "id") });
    }

    protected static IEnumerable<int> Votes(JsonElement poll) => poll.GetProperty("votes").EnumerateArray().Select(v => v.GetInt32());

    private async Task EraseAsync(string user) =>
        await _node.Services.GetRequiredService<AdminService>().EraseAsync(new UserId(user), CancellationToken.None);

    private static string Text(JsonElement data, string name) => data.GetProperty(name).GetString()!;

    private async Task ConnectAsync() => (_alice, _bob) = (await _node.ConnectAsync("alice"), await _node.ConnectAsync("bob"));

    private Task<JsonElement> OpenAsync(string key = "k1") =>
        StateAsync(_alice, "poll.open", new { room = _room, key, question = "Tea?", options = new[] { "Yes", "No" } });

    private static Task<JsonElement> VoteAsync(RealtimeTestClient who, JsonElement poll, int option) =>
        StateAsync(who, "poll.vote", new { poll = Text(poll, "id"), option });

    private static async Task<JsonElement> StateAsync(RealtimeTestClient who, string type, object data) => (await who.RequestAsync(type, data)).GetProperty("poll");

    private static async Task<string> RefusalAsync(RealtimeTestClient who, string type, object data) =>
        (await Assert.ThrowsAsync<RealtimeRequestException>(() => who.RequestAsync(type, data))).Code;
}
