using System.Text.Json;

namespace AkkaRealtime.Tests.Rights;

/// <summary>The people of the tables, and rooms and calls for them: made anew once somebody has changed one.</summary>
internal sealed class RightsWorld(Func<string, Task<RightsClient>> signIn)
{
    private readonly Dictionary<string, RightsClient> _people = [];
    private (string Room, string Message)? _group;
    private (string Room, string Message)? _channel;
    private (string Room, string Call)? _call;

    public IReadOnlyCollection<RightsClient> People => _people.Values;

    /// <summary>Somebody, by what they are called in the tables.</summary>
    public async Task<RightsClient> AsAsync(string who)
    {
        if (!_people.TryGetValue(who, out var client))
            _people[who] = client = await signIn(who);
        return client;
    }

    /// <summary>A group with an owner, an admin and two members, out of which somebody was removed.</summary>
    public async Task<(string Room, string Message)> GroupAsync() => _group ??= await RoomAsync("group");

    /// <summary>A channel with an owner, an admin and two members, which somebody watches.</summary>
    public async Task<(string Room, string Message)> ChannelAsync() => _channel ??= await RoomAsync("channel");

    /// <summary>A call in a group: a host, a participant, somebody it rings for, who declined, the group's owner, and who was removed from the group.</summary>
    public async Task<(string Room, string Call)> CallAsync()
    {
        if (_call is { } made)
            return made;
        string[] others = ["host", "participant", "rung", "declined", "removed"];
        var owner = await AsAsync("owner");
        foreach (var other in others)
            await AsAsync(other);
        var room = Id(await owner.AskAsync("chat.create", new { kind = "group", name = "Call", members = others }), "room");
        var call = Id(await (await AsAsync("host")).AskAsync("call.start", new { room, media = "audio", key = "k" }), "call");
        foreach (var who in (string[])["participant", "owner", "declined", "removed", "rung"])
            await (await AsAsync(who)).WaitAsync(e => e.Type == "call.incoming" && e.Data.GetProperty("call").GetProperty("id").GetString() == call);
        await (await AsAsync("participant")).AskAsync("call.accept", new { callId = call });
        foreach (var who in (string[])["owner", "declined", "removed"])
            await (await AsAsync(who)).AskAsync("call.decline", new { callId = call });
        await owner.AskAsync("chat.remove", new { room, users = new[] { "removed" } });
        return (_call = (room, call)).Value;
    }

    /// <summary>Somebody has done something to the room.</summary>
    public void ForgetRooms() => (_group, _channel) = (null, null);

    /// <summary>Somebody has done something to the call, which is over.</summary>
    public async Task ForgetCallAsync()
    {
        if (_call is not { } made)
            return;
        var owner = await AsAsync("owner");
        await owner.ReplyAsync(owner.Send("call.end", new { callId = made.Call }));
        _call = null;
    }

    private async Task<(string Room, string Message)> RoomAsync(string kind)
    {
        var owner = await AsAsync("owner");
        await AsAsync("another");
        string[] members = kind == "group" ? ["admin", "member", "another", "removed"] : ["admin", "member", "another"];
        var room = Id(await owner.AskAsync("chat.create", new { kind, name = "Room", members }), "room");
        await owner.AskAsync("chat.update", new { room, roles = new Dictionary<string, string> { ["admin"] = "admin" } });
        var sent = await owner.AskAsync("chat.send", new { room, key = "k", text = "a word" });
        if (kind == "group")
            await owner.AskAsync("chat.remove", new { room, users = new[] { "removed" } });
        else
            await (await AsAsync("watcher")).AskAsync("chat.watch", new { room });
        return (room, sent.GetProperty("id").GetString()!);
    }

    private static string Id(JsonElement answer, string what) => answer.GetProperty(what).GetProperty("id").GetString()!;
}
