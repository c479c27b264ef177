using System.Text.Json;

namespace AkkaRealtime.Tests.Rights;

/// <summary>What is forwarded says who wrote it, and nobody can make it say anything else; the same on every store.</summary>
public abstract class ForwardSpecs : IAsyncLifetime
{
    private RightsNode _node = null!;
    private RightsClient _ann = null!;
    private RightsClient _bob = null!;
    private RightsClient _carol = null!;
    private string _from = "";
    private string _to = "";

    private protected abstract Task<RightsNode> StartAsync();

    /// <summary>Ann and Bob are in one room, Bob and Carol in another.</summary>
    public async Task InitializeAsync()
    {
        _node = await StartAsync();
        (_ann, _bob, _carol) = (await _node.SignInAsync("ann"), await _node.SignInAsync("bob"), await _node.SignInAsync("carol"));
        _from = await RoomAsync(_ann, "bob");
        _to = await RoomAsync(_bob, "carol");
    }

    public async Task DisposeAsync()
    {
        if (_node is not null)
            await _node.DisposeAsync();
    }

    [SkippableFact]
    public async Task Should_say_what_the_original_says_and_who_wrote_it_now_and_later()
    {
        var id = await SendAsync(_ann, _from, "draft");
        await _ann.AskAsync("chat.edit", new { room = _from, id, text = "the plan" });
        var sent = await ForwardAsync(_bob, "f1", _from, id);
        await _carol.WaitAsync(e => e.Type == "chat.message");
        var heard = _carol.Seen.Find(e => e.Type == "chat.message").Data;
        Assert.Equal(("bob", "the plan"), (Text(heard, "by"), Text(heard, "text")));
        Assert.Equal(("ann", "ann"), (Text(heard.GetProperty("forwarded"), "by"), Text(heard.GetProperty("forwarded"), "name")));

        var stored = (await _carol.AskAsync("chat.history", new { room = _to })).GetProperty("messages")[0];
        Assert.Equal((Text(sent, "id"), "the plan"), (Text(stored, "id"), Text(stored, "text")));
        Assert.Equal(heard.GetProperty("forwarded").GetRawText(), stored.GetProperty("forwarded").GetRawText());
        Assert.Single((await _carol.AskAsync("chat.search", new { text = "plan" })).GetProperty("hits").EnumerateArray());
    }

    [SkippableFact]
    public async Task Should_forward_nothing_that_its_sender_may_not_read()
    {
        var id = await SendAsync(_ann, _from, "secret");
        Assert.Equal("not-found", await RefusalAsync(_carol, Forward("f1", _from, id)));
        Assert.Equal("not-found", await RefusalAsync(_bob, Forward("f1", _from, "nothing")));
        await _ann.AskAsync("chat.remove", new { room = _from, users = new[] { "bob" } });
        Assert.Equal("not-found", await RefusalAsync(_bob, Forward("f1", _from, id)));
    }

    [SkippableFact]
    public async Task Should_let_nobody_change_what_stands_under_anothers_name()
    {
        var id = await SendAsync(_ann, _from, "yes");
        Assert.Equal("bad-request", await RefusalAsync(_bob, new { room = _to, key = "f0", text = "no", forward = new { room = _from, id } }));
        Assert.Equal("bad-request", await RefusalAsync(_bob, new { room = _to, key = "f0", mentions = new[] { "carol" }, forward = new { room = _from, id } }));
        var forwarded = Text(await ForwardAsync(_bob, "f1", _from, id), "id");
        Assert.Equal("conflict", await RefusalAsync(_bob, new { room = _to, id = forwarded, text = "no" }, "chat.edit"));
    }

    [SkippableFact]
    public async Task Should_keep_the_first_author_over_several_rooms()
    {
        var first = Text(await ForwardAsync(_bob, "f1", _from, await SendAsync(_ann, _from, "pass it on")), "id");
        var third = await RoomAsync(_carol);
        await _carol.AskAsync("chat.send", new { room = third, key = "f2", forward = new { room = _to, id = first } });
        var last = (await _carol.AskAsync("chat.history", new { room = third })).GetProperty("messages")[0];
        Assert.Equal(("carol", "ann"), (Text(last, "by"), Text(last.GetProperty("forwarded"), "by")));
    }

    [SkippableFact]
    public async Task Should_answer_a_repetition_with_the_first_one_though_the_original_is_gone()
    {
        var id = await SendAsync(_ann, _from, "once");
        var first = await ForwardAsync(_bob, "f1", _from, id);
        await _ann.AskAsync("chat.delete", new { room = _from, id });
        var again = await ForwardAsync(_bob, "f1", _from, id);
        Assert.Equal((Text(first, "id"), true), (Text(again, "id"), again.GetProperty("duplicate").GetBoolean()));
        Assert.Equal("not-found", await RefusalAsync(_bob, Forward("f2", _from, id)));
    }

    [SkippableFact]
    public async Task Should_leave_nothing_of_it_when_it_is_deleted()
    {
        var forwarded = Text(await ForwardAsync(_bob, "f1", _from, await SendAsync(_ann, _from, "oops")), "id");
        await _bob.AskAsync("chat.delete", new { room = _to, id = forwarded });
        var stored = (await _carol.AskAsync("chat.history", new { room = _to })).GetProperty("messages")[0];
        Assert.Equal((true, "", false), (stored.GetProperty("deleted").GetBoolean(), Text(stored, "text"), stored.TryGetProperty("forwarded", out _)));
    }

    private object Forward(string key, string room, string id) => new { room = _to, key, forward = new { room, id } };

    private Task<JsonElement> ForwardAsync(RightsClient who, string key, string room, string id) => who.AskAsync("chat.send", Forward(key, room, id));

    private static async Task<string> SendAsync(RightsClient who, string room, string text) =>
        Text(await who.AskAsync("chat.send", new { room, key = text, text }), "id");

    private static async Task<string> RoomAsync(RightsClient who, params string[] members) =>
        Text((await who.AskAsync("chat.create", new { kind = "group", name = "Room", members })).GetProperty("room"), "id");

    private static async Task<string?> RefusalAsync(RightsClient who, object data, string type = "chat.send")
    {
        var asked = who.Send(type, data);
        await who.ReplyAsync(asked);
        return who.ErrorOf(asked);
    }

    private static string Text(JsonElement data, string name) => data.GetProperty(name).GetString()!;
}
