using System.Text.Json.Nodes;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Recording;

/// <summary>A run with several people in which everything happens that a client keeps a view of. It is always the same, so that its recordings have one form.</summary>
internal sealed partial class RecordedRun(ServerProcess server)
{
    private RawClient _phone = null!;
    private RawClient _bob = null!;
    private RawClient _carol = null!;
    private RawClient _dave = null!;
    private RawClient _desk = null!;
    private Recorder _record = null!;
    private int _keys;

    private string _team = "";
    private string _pair = "";
    private string _plaza = "";

    /// <summary>Plays it: Alice's phone and the others act, and what Alice's desk is told is recorded.</summary>
    public async Task<JsonObject> PlayAsync()
    {
        await using var phone = _phone = await RawClient.SignInAsync(server, "Alice", "phone", "alice");
        await using var bob = _bob = await RawClient.SignInAsync(server, "Bob", "b", "bob");
        await using var carol = _carol = await RawClient.SignInAsync(server, "Carol", "c", "carol");
        await using var dave = _dave = await RawClient.SignInAsync(server, "Dave", "d", "dave");
        _team = await bob.GroupAsync(phone, carol);
        _pair = RoomOf(await phone.RequestAsync("chat.direct", new { user = "bob" }));
        // In which nothing happens: whoever shares a room all along may see the other's status all along.
        await phone.RequestAsync("chat.direct", new { user = "dave" });
        _plaza = RoomOf(await carol.RequestAsync("chat.create", new { kind = "channel", name = "Plaza", members = new[] { "alice", "bob", "dave" } }));
        for (var i = 1; i <= 8; i++)
            await SayAsync(i % 2 == 0 ? carol : bob, _team, $"before {i}");
        await SayAsync(bob, _pair, "hello", mentions: true);

        await using var desk = _desk = await RawClient.SignInAsync(server, "Alice", "desk", "alice");
        string[] people = ["alice", "bob", "carol", "dave"];
        await desk.RequestAsync("status.subscribe", new { users = people });
        _record = new Recorder(desk, people);
        await _record.StepAsync("the desk signs in", () => Task.CompletedTask);
        await MessagesAsync();
        await MarksAsync();
        await MembersAsync();
        await ComingAndGoingAsync();
        await StatusesAsync();
        await DirectCallsAsync();
        await GroupCallsAsync();
        await LastWordsAsync();
        return await _record.MadeAsync();
    }

    private async Task MessagesAsync()
    {
        var (one, root, answer, other) = ("", "", "", "");
        await _record.StepAsync("bob says something", async () => one = await SayAsync(_bob, _team, "one"));
        await _record.StepAsync("carol mentions alice", async () => root = await SayAsync(_carol, _team, "what do you say, @alice?", mentions: true));
        await _record.StepAsync("bob edits", () => _bob.RequestAsync("chat.edit", new { room = _team, id = one, text = "one, edited" }));
        await _record.StepAsync("bob edits again", () => _bob.RequestAsync("chat.edit", new { room = _team, id = one, text = "one, edited twice" }));
        await _record.StepAsync("carol reacts", () => ReactAsync(_carol, one, true));
        await _record.StepAsync("alice reacts on her phone", () => ReactAsync(_phone, one, true));
        await _record.StepAsync("carol takes her reaction back", () => ReactAsync(_carol, one, false));
        await _record.StepAsync("bob pins", () => _bob.RequestAsync("chat.pin", new { room = _team, id = root, on = true }));
        await _record.StepAsync("carol pins another", () => _carol.RequestAsync("chat.pin", new { room = _team, id = one, on = true }));
        await _record.StepAsync("bob answers in a thread", async () => answer = await SayAsync(_bob, _team, "answer 1", thread: root));
        await _record.StepAsync("alice answers in the thread on her phone", () => SayAsync(_phone, _team, "answer 2", thread: root));
        await _record.StepAsync("dave says something elsewhere", async () => other = await SayAsync(_dave, _plaza, "from the plaza"));
        await _record.StepAsync("bob deletes his answer", () => _bob.RequestAsync("chat.delete", new { room = _team, id = answer }));
        await _record.StepAsync("carol answers in the thread", () => SayAsync(_carol, _team, "answer 3", thread: root));
        await _record.StepAsync("dave edits elsewhere", () => _dave.RequestAsync("chat.edit", new { room = _plaza, id = other, text = "from the plaza, edited" }));
        await _record.StepAsync("carol unpins", () => _carol.RequestAsync("chat.pin", new { room = _team, id = one, on = false }));
    }

    private async Task MarksAsync()
    {
        var (last, gone) = (0L, "");
        for (var i = 1; i <= 4; i++)
            await _record.StepAsync("bob says more", async () => gone = await SayAsync(_bob, _team, $"more {i}", mentions: i == 3));
        await _record.StepAsync("alice reads on her phone", async () =>
        {
            last = (await SendAsync(_carol, _team, "read up to here")).Number("seq");
            await _phone.RequestAsync("chat.read", new { room = _team, seq = last - 1 });
            await _desk.WaitForAsync("chat.unread", u => u["room"] == _team && u.Number("read") == last - 1);
        });
        await _record.StepAsync("bob deletes what is read", () => _bob.RequestAsync("chat.delete", new { room = _team, id = gone }));
        await _record.StepAsync("bob says and deletes what is unread", async () =>
        {
            var unread = await SendAsync(_bob, _team, "unread", mentions: true);
            await _bob.RequestAsync("chat.delete", new { room = _team, id = unread["id"] });
            await _desk.WaitForAsync("chat.unread", u => u["room"] == _team && u.Number("upTo") > unread.Number("seq"));
        });
        await _record.StepAsync("bob mentions alice in their room", () => SayAsync(_bob, _pair, "are you there?", mentions: true));
        await _record.StepAsync("alice answers on her phone", async () =>
        {
            var answer = await SendAsync(_phone, _pair, "yes");
            await _desk.WaitForAsync("chat.unread", u => u["room"] == _pair && u.Number("read") == answer.Number("seq"));
        });
        await _record.StepAsync("carol reads", async () =>
        {
            await _carol.RequestAsync("chat.read", new { room = _team, seq = last + 1 });
            await _desk.WaitForAsync("chat.receipt", r => r["room"] == _team && r["user"] == "carol" && r.Number("read") == last + 1);
        });
    }

    private async Task MembersAsync()
    {
        await _record.StepAsync("bob renames", () => _bob.RequestAsync("chat.update", new { room = _team, name = "The team", topic = "Everything" }));
        await _record.StepAsync("bob makes carol an admin", () =>
            _bob.RequestAsync("chat.update", new { room = _team, roles = new Dictionary<string, string> { ["carol"] = "admin" } }));
        await _record.StepAsync("carol invites dave", () => _carol.RequestAsync("chat.invite", new { room = _team, users = new[] { "dave" } }));
        await _record.StepAsync("dave thanks", () => SayAsync(_dave, _team, "thank you"));
        await _record.StepAsync("bob makes alice an admin", () =>
            _bob.RequestAsync("chat.update", new { room = _team, roles = new Dictionary<string, string> { ["alice"] = "admin" } }));
        await _record.StepAsync("carol removes dave", () => _carol.RequestAsync("chat.remove", new { room = _team, users = new[] { "dave" } }));
        await _record.StepAsync("bob leaves the plaza", () => _bob.RequestAsync("chat.leave", new { room = _plaza }));
        await _record.StepAsync("bob comes back to the plaza", () => _bob.RequestAsync("chat.join", new { room = _plaza }));
        await _record.StepAsync("dave leaves the plaza", () => _dave.RequestAsync("chat.leave", new { room = _plaza }));
        await _record.StepAsync("dave comes back to the plaza", () => _dave.RequestAsync("chat.join", new { room = _plaza }));
    }

    private async Task ComingAndGoingAsync()
    {
        var side = "";
        await _record.StepAsync("alice leaves the plaza on her phone", async () =>
        {
            await _phone.RequestAsync("chat.leave", new { room = _plaza });
            await _desk.WaitForAsync("chat.left", l => l["room"] == _plaza && l["user"] == "alice");
        });
        await _record.StepAsync("carol speaks in the plaza without alice", () => SayAsync(_carol, _plaza, "alice has left"));
        await _record.StepAsync("alice comes back to the plaza on her phone", () => EnterAsync(_plaza, () => _phone.RequestAsync("chat.join", new { room = _plaza })));
        await _record.StepAsync("dave mentions alice in the plaza", () => SayAsync(_dave, _plaza, "welcome back", mentions: true));
        await _record.StepAsync("carol makes a group", async () =>
        {
            side = RoomOf(await _carol.RequestAsync("chat.create", new { kind = "group", name = "Side", members = new[] { "alice" } }));
            await _desk.WaitForAsync("chat.room", r => RoomOf(r) == side);
        });
        await _record.StepAsync("carol says something in it", () => SayAsync(_carol, side, "aside"));
        await _record.StepAsync("carol removes alice", async () =>
        {
            await _carol.RequestAsync("chat.remove", new { room = side, users = new[] { "alice" } });
            await _desk.WaitForAsync("chat.left", l => l["room"] == side && l["user"] == "alice");
        });
        await _record.StepAsync("carol says something without alice", () => SayAsync(_carol, side, "alone"));
        await _record.StepAsync("carol invites alice again", () =>
            EnterAsync(side, () => _carol.RequestAsync("chat.invite", new { room = side, users = new[] { "alice" } })));
        await _record.StepAsync("carol mentions alice in the group", () => SayAsync(_carol, side, "back, @alice", mentions: true));
    }

    private async Task StatusesAsync()
    {
        await StatusAsync(_bob, "bob", "busy", "Writing");
        await StatusAsync(_carol, "carol", "away", "Lunch");
        await StatusAsync(_bob, "bob", "away", "Reading");
        await StatusAsync(_phone, "alice", "away", "Out");
        await StatusAsync(_carol, "carol", "online", "Here again");
        await StatusAsync(_phone, "alice", "online", "In");
    }

    private async Task LastWordsAsync()
    {
        var last = "";
        for (var i = 1; i <= 6; i++)
            await _record.StepAsync("bob says the last words", async () => last = await SayAsync(_bob, _team, $"last {i}", mentions: i % 3 == 0));
        await _record.StepAsync("carol pins the last word", () => _carol.RequestAsync("chat.pin", new { room = _team, id = last, on = true }));
        await _record.StepAsync("bob edits the last word", () => _bob.RequestAsync("chat.edit", new { room = _team, id = last, text = "the last word" }));
        await _record.StepAsync("bob says goodbye", () => SayAsync(_bob, _pair, "goodbye"));
    }

    private Task StatusAsync(RawClient client, string user, string status, string text) => _record.StepAsync($"{user} is {status}", async () =>
    {
        await client.RequestAsync("status.set", new { status, text });
        await _desk.WaitForAsync("status.changed", c => c.Text.Contains(text, StringComparison.Ordinal));
    });

    private async Task EnterAsync(string room, Func<Task> action)
    {
        await action();
        await _desk.WaitForAsync("chat.room", r => RoomOf(r) == room);
    }

    private Task<Received> ReactAsync(RawClient client, string id, bool on) => client.RequestAsync("chat.react", new { room = _team, id, emoji = "👍", on });

    private async Task<string> SayAsync(RawClient client, string room, string text, string? thread = null, bool mentions = false) =>
        (await SendAsync(client, room, text, thread, mentions))["id"]!;

    private Task<Received> SendAsync(RawClient client, string room, string text, string? thread = null, bool mentions = false)
    {
        var message = new Dictionary<string, object> { ["room"] = room, ["key"] = $"k{++_keys}", ["text"] = text };
        if (thread is not null)
            message["thread"] = thread;
        if (mentions)
            message["mentions"] = new[] { "alice" };
        return client.RequestAsync("chat.send", message);
    }

    private static string RoomOf(Received received) => received.Data.GetProperty("room").GetProperty("id").GetString()!;
}
