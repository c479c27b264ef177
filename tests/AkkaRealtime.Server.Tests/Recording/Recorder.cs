using System.Text.Json;
using System.Text.Json.Nodes;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Recording;

/// <summary>
/// Records what one connection is told of a run, step by step: the frames that came unasked, and what the server answers after each step to whoever
/// asks for rooms, messages, members, calls and statuses (of these, what has changed).
/// </summary>
internal sealed class Recorder(RawClient desk, IReadOnlyList<string> people)
{
    private readonly JsonArray _steps = [];
    private readonly Dictionary<string, string> _lastTold = [];
    private readonly Dictionary<string, long> _heads = [];
    private readonly Dictionary<string, long> _begun = [];
    private readonly Dictionary<string, string> _statuses = [];
    private int _taken;

    /// <summary>Does one thing and waits until this connection was told of it.</summary>
    public async Task StepAsync(string what, Func<Task> action)
    {
        await action();
        var told = await AskAsync();
        await UntilHeardAsync(told);

        // What came after the answers belongs to the step as well: it may not come before what caused it.
        var seen = desk.Seen;
        var frames = seen.Skip(_taken).Where(f => f["ref"] is null && f.Type != "session.ready").Select(f => JsonNode.Parse(f.Text)).ToArray();
        _taken = seen.Count;
        var step = new JsonObject { ["what"] = what, ["frames"] = new JsonArray(frames) };
        foreach (var (member, value) in told)
            step[member] = value!.DeepClone();
        _steps.Add(step);
    }

    /// <summary>Everything, with the rooms' whole logs at the end.</summary>
    public async Task<JsonObject> MadeAsync()
    {
        var logs = new JsonObject();
        await desk.RequestAsync("chat.sync", new { rooms = _heads.Keys.ToDictionary(r => r, _ => 0) });
        foreach (var room in _heads.Keys)
            logs[room] = Copy((await desk.WaitForAsync("chat.events", e => e["room"] == room)).Data.GetProperty("events"));
        return new JsonObject
        {
            ["ready"] = Copy(desk.Ready!.Data),
            ["people"] = new JsonArray([.. people.Select(p => JsonValue.Create(p))]),
            ["logs"] = logs,
            ["steps"] = _steps,
        };
    }

    private async Task<JsonObject> AskAsync()
    {
        var told = new JsonObject();
        var rooms = (await desk.RequestAsync("chat.rooms")).Data.GetProperty("rooms");
        Keep(told, "rooms", rooms);
        foreach (var room in rooms.EnumerateArray())
        {
            var id = room.GetProperty("id").GetString()!;
            _heads[id] = room.GetProperty("head").GetInt64();
            var history = (await desk.RequestAsync("chat.history", new { room = id, limit = 200 })).Data;
            var changed = history.GetProperty("messages").EnumerateArray().Where(m => IsNew($"{id} {m.GetProperty("id").GetString()}", m)).ToList();
            if (changed.Count > 0)
                Member(told, "messages")[id] = new JsonArray([.. changed.Select(Copy)]);
            var members = (await desk.RequestAsync("chat.members", new { room = id, limit = 200 })).Data.GetProperty("members");
            if (IsNew($"members {id}", members))
                Member(told, "members")[id] = Copy(members);
        }

        foreach (var gone in _heads.Keys.Except(rooms.EnumerateArray().Select(r => r.GetProperty("id").GetString()!)).ToList())
            _heads.Remove(gone);
        Keep(told, "calls", (await desk.RequestAsync("call.list")).Data.GetProperty("calls"));
        var calls = (await desk.RequestAsync("call.history", new { limit = 100 })).Data;
        Keep(told, "callHistory", calls.GetProperty("calls"));
        Keep(told, "missed", calls.GetProperty("missed"));
        await AskStatusesAsync(told);
        return told;
    }

    private async Task AskStatusesAsync(JsonObject told)
    {
        var statuses = (await desk.RequestAsync("status.get", new { users = people })).Data;
        Keep(told, "statuses", statuses.GetProperty("users"));
        foreach (var (user, text) in ByUser(statuses))
            _statuses[user] = text;
    }

    // Each round trip gives the events of the logs time to come; what was there at the beginning doesn't come.
    private async Task UntilHeardAsync(JsonObject told)
    {
        if (_steps.Count == 0)
        {
            foreach (var (room, head) in _heads)
                _begun[room] = head;
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (_heads.Any(h => h.Value > Heard(h.Key)) || people.Any(p => LastTold(p) is { } status && status != _statuses[p]))
        {
            patience.Token.ThrowIfCancellationRequested();
            await AskStatusesAsync(told);
        }

        long Heard(string room) => desk.Seen.Where(f => f["ref"] is null && f["room"] == room && f.Data.TryGetProperty("seq", out _))
            .Select(f => f.Number("seq")).Append(_begun.GetValueOrDefault(room)).Max();
    }

    private string? LastTold(string user) => desk.Seen.Where(f => f.Type == "status.changed").SelectMany(f => ByUser(f.Data)).LastOrDefault(s => s.User == user).Text;

    private static IEnumerable<(string User, string Text)> ByUser(JsonElement statuses) =>
        statuses.GetProperty("users").EnumerateArray().Select(s => (s.GetProperty("user").GetString()!, s.GetRawText()));

    private void Keep(JsonObject told, string member, JsonElement value)
    {
        if (IsNew(member, value))
            told[member] = Copy(value);
    }

    private bool IsNew(string what, JsonElement value)
    {
        var text = value.GetRawText();
        if (_lastTold.GetValueOrDefault(what) == text)
            return false;
        _lastTold[what] = text;
        return true;
    }

    private static JsonObject Member(JsonObject told, string name)
    {
        if (told[name] is not JsonObject member)
            told[name] = member = [];
        return member;
    }

    private static JsonNode? Copy(JsonElement value) => JsonNode.Parse(value.GetRawText());
}
