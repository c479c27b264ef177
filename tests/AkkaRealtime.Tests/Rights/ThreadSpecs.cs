using System.Text.Json;
using AkkaRealtime.Admin;
using AkkaRealtime.Envelopes;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Tests.Rights;

/// <summary>How far a user has read their threads is the same on all of their devices, and nobody else's business; on every store.</summary>
public abstract class ThreadSpecs : IAsyncLifetime
{
    private RightsNode _node = null!;
    private RightsClient _ann = null!;
    private RightsClient _bob = null!;
    private string _room = "";
    private string _root = "";

    private protected abstract Task<RightsNode> StartAsync();

    public async Task InitializeAsync()
    {
        _node = await StartAsync();
        (_ann, _bob) = (await _node.SignInAsync("ann"), await _node.SignInAsync("bob"));
        _room = Text((await _ann.AskAsync("chat.create", new { kind = "group", name = "Room", members = new[] { "bob", "eve" } })).GetProperty("room"), "id");
        _root = Text(await _ann.AskAsync("chat.send", new { room = _room, key = "root", text = "root" }), "id");
    }

    public async Task DisposeAsync()
    {
        if (_node is not null)
            await _node.DisposeAsync();
    }

    [SkippableFact]
    public async Task Should_tell_the_other_devices_how_far_a_thread_is_read_and_never_go_back()
    {
        var phone = await _node.SignInAsync("ann");
        var first = await ReplyAsync(_bob, "one");
        var second = await ReplyAsync(_bob, "two");
        var thread = Assert.Single(await ThreadsAsync(phone));
        Assert.Equal((_room, "root", "two", 2, 2), (Text(thread, "room"), Text(thread.GetProperty("root"), "text"), Text(thread.GetProperty("last"), "text"), Number(thread, "replies"), Number(thread, "unread")));

        var read = await _ann.AskAsync("chat.read-thread", new { room = _room, thread = first.Id, seq = first.Seq });
        Assert.Equal((_root, first.Seq, true), (Text(read, "thread"), Number(read, "read"), read.GetProperty("follows").GetBoolean()));
        await phone.WaitAsync(e => e.Type == "chat.thread" && e.Ref is null && Number(e.Data, "read") == first.Seq);
        Assert.Equal(1, Number(Assert.Single(await ThreadsAsync(phone)), "unread"));
        await phone.AskAsync("chat.read-thread", new { room = _room, thread = _root, seq = second.Seq });
        Assert.Equal(second.Seq, Number(await _ann.AskAsync("chat.read-thread", new { room = _room, thread = _root, seq = first.Seq }), "read"));

        Assert.Equal(0, Number(await phone.AskAsync("chat.threads", new { unread = true }), "unread"));
        Assert.DoesNotContain(_bob.Seen, e => e.Type == "chat.thread");
    }

    [SkippableFact]
    public async Task Should_leave_a_thread_until_a_mention_and_follow_one_that_is_only_read()
    {
        var eve = await _node.SignInAsync("eve");
        await ReplyAsync(_bob, "one");
        Assert.Empty(await ThreadsAsync(eve));
        var none = await eve.AskAsync("chat.read-thread", new { room = _room, thread = _root, seq = 99 });
        Assert.False(none.GetProperty("follows").GetBoolean());
        Assert.False(none.TryGetProperty("read", out _));

        Assert.True((await eve.AskAsync("chat.follow-thread", new { room = _room, thread = _root, on = true })).GetProperty("follows").GetBoolean());
        Assert.False((await _ann.AskAsync("chat.follow-thread", new { room = _room, thread = _root, on = false })).GetProperty("follows").GetBoolean());
        await ReplyAsync(_bob, "two");
        Assert.Equal((1, 0), (Number(Assert.Single(await ThreadsAsync(eve)), "unread"), (await ThreadsAsync(_ann)).Count));
        await ReplyAsync(_bob, "three", mentions: "ann");
        var mentioned = Assert.Single(await ThreadsAsync(_ann));
        Assert.Equal((1, 1), (Number(mentioned, "unread"), Number(mentioned, "mentions")));
    }

    [SkippableFact]
    public async Task Should_know_nothing_of_threads_of_rooms_that_the_user_is_not_in()
    {
        await ReplyAsync(_bob, "one");
        var mallory = await _node.SignInAsync("mallory");
        Assert.Equal("not-found", await RefusalAsync(mallory, "chat.read-thread", new { room = _room, thread = _root, seq = 1 }));
        Assert.Equal("not-found", await RefusalAsync(mallory, "chat.follow-thread", new { room = _room, thread = _root, on = true }));
        Assert.Equal("not-found", await RefusalAsync(_bob, "chat.follow-thread", new { room = _room, thread = "nothing", on = true }));
        Assert.Equal("bad-request", await RefusalAsync(_bob, "chat.threads", new { limit = 51 }));

        await _ann.AskAsync("chat.remove", new { room = _room, users = new[] { "bob" } });
        await _ann.AskAsync("chat.invite", new { room = _room, users = new[] { "bob" } });
        Assert.Empty(await ThreadsAsync(_bob));
        Assert.Single(await ThreadsAsync(_ann));
    }

    [SkippableFact]
    public async Task Should_be_in_the_users_export()
    {
        await ReplyAsync(_bob, "one");
        var lines = new List<string>();
        await foreach (var line in _node.Services.GetRequiredService<AdminService>().ExportAsync(new UserId("bob"), CancellationToken.None))
            lines.Add(System.Text.Encoding.UTF8.GetString(line.Span));
        Assert.Single(lines, line => line.Contains("\"kind\":\"thread\"", StringComparison.Ordinal) && line.Contains(_root, StringComparison.Ordinal));
    }

    private async Task<(string Id, int Seq)> ReplyAsync(RightsClient who, string text, params string[] mentions)
    {
        var sent = await who.AskAsync("chat.send", new { room = _room, key = text, text, thread = _root, mentions });
        return (Text(sent, "id"), Number(sent, "seq"));
    }

    private static async Task<string?> RefusalAsync(RightsClient who, string type, object data)
    {
        var asked = who.Send(type, data);
        await who.ReplyAsync(asked);
        return who.ErrorOf(asked);
    }

    private static async Task<IReadOnlyList<JsonElement>> ThreadsAsync(RightsClient who) => [.. (await who.AskAsync("chat.threads")).GetProperty("threads").EnumerateArray()];

    private static string Text(JsonElement data, string name) => data.GetProperty(name).GetString()!;

    private static int Number(JsonElement data, string name) => data.GetProperty(name).GetInt32();
}
