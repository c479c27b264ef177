using System.Text.Json;
using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Tests.Routing.Chat.Model;

/// <summary>
/// Takes steps with the real actors and with a <see cref="ChatModel"/>, and compares. Requests go out without waiting for each other, as those of several
/// clients do: what comes to the room's owner in this order is decided in this order.
/// </summary>
internal sealed class ModelRun(ActorSystem system, IActorRef router, IActorRef relay, bool channel)
{
    /// <summary>How many people there are.</summary>
    public const int People = 4;

    // Fewer than the reads that a connection may have under way.
    private const int MaxUnderWay = 8;

    private static readonly string[] Roles = ["member", "admin", "owner"];
    private static int _runs;
    private readonly int _run = Interlocked.Increment(ref _runs);
    private readonly ChatModel _model = new ChatModel(channel, 0).Begin();
    private readonly Dictionary<long, MessageId> _ids = [];
    private readonly List<(ModelClient Client, string Ref, Answer Expected, Step Step)> _underWay = [];
    private ModelClient[] _clients = [];
    private RoomId _room;
    private int _refs;

    public async Task RunAsync(Step[] steps)
    {
        _clients = [.. Enumerable.Range(0, People).Select(i => new ModelClient(system, router, relay, new UserId($"u{_run}-{i}")))];
        try
        {
            var created = await AskAsync(0, new ChatCreateRequest(channel ? "channel" : "group", "Name"));
            _room = new RoomId(created.GetProperty("room").GetProperty("id").GetString()!);
            foreach (var step in steps)
                await TakeAsync(step);
            await SettleAsync();
            await CompareAsync();
        }
        finally
        {
            foreach (var client in _clients)
                client.Stop();
        }
    }

    private async Task TakeAsync(Step step)
    {
        // Marks overtake the batches; and a room can't be shown any more to who leaves right behind their own request (docs/chat.md).
        if (step.Wait || _underWay.Count >= MaxUnderWay || step.Act is Act.Read or Act.Reconnect or Act.Leave or Act.Remove)
            await SettleAsync();
        var client = _clients[step.By];
        switch (step.Act)
        {
            case Act.Sync:
                Send(step, new ChatSyncRequest(new Dictionary<RoomId, long> { [_room] = client.Has }), new Answer("chat.synced"));
                return;
            case Act.Reconnect:
                client.Reconnect(_room, _model.Rank.ContainsKey(step.By), _model.Head);
                return;
            default:
                step = Resolve(step);
                Send(step, Request(step), _model.Apply(step));
                if (step.Act == Act.Read)
                    await SettleAsync();
                return;
        }
    }

    // Numbers become what they stand for: a user, a position, or the position of a message whose id is known.
    private Step Resolve(Step step) => step.Act switch
    {
        Act.Edit or Act.Delete or Act.React or Act.Pin => step with { What = _ids.Count == 0 ? 0 : (int)_ids.Keys.Order().ElementAt(step.What % _ids.Count) },
        Act.Read => step with { What = (int)_model.Head + 2 - step.What },
        _ => step with { What = step.What % People },
    };

    private IChatRequest Request(Step step) => step.Act switch
    {
        Act.Send => new ChatSendRequest(_room, $"key {step.Word}", $"text {step.Word}", Mentions: [User(step.What)]),
        Act.Edit => new ChatEditRequest(_room, Id(step), $"edited {step.Word}"),
        Act.Delete => new ChatDeleteRequest(_room, Id(step)),
        Act.React => new ChatReactRequest(_room, Id(step), $"e{step.Word / 2}", step.Word % 2 == 0),
        Act.Pin => new ChatPinRequest(_room, Id(step), step.Word % 2 == 0),
        Act.Join => new ChatJoinRequest(_room),
        Act.Leave => new ChatLeaveRequest(_room),
        Act.Invite => new ChatInviteRequest(_room, [User(step.What)]),
        Act.Remove => new ChatRemoveRequest(_room, [User(step.What)]),
        Act.Rename => new ChatUpdateRequest(_room, $"Name {step.Word}"),
        Act.Promote => new ChatUpdateRequest(_room, Roles: new Dictionary<UserId, string> { [User(step.What)] = Roles[step.Word % 3] }),
        Act.Read => new ChatReadRequest(_room, Math.Max(step.What, 0)),
        _ => throw new InvalidOperationException($"{step.Act} is no request."),
    };

    private MessageId Id(Step step) => _ids.TryGetValue(step.What, out var id) ? id : new MessageId("0198c0ffee");

    private UserId User(int number) => _clients[number].User;

    private void Send(Step step, IChatRequest request, Answer expected)
    {
        var @ref = $"{++_refs}";
        _underWay.Add((_clients[step.By], @ref, expected, step));
        _clients[step.By].Send(@ref, request);
    }

    private async Task<JsonElement> AskAsync(int by, IChatRequest request)
    {
        var @ref = $"{++_refs}";
        _clients[by].Send(@ref, request);
        return (await _clients[by].ReplyAsync(@ref)).Data;
    }

    private async Task SettleAsync()
    {
        foreach (var (client, @ref, expected, step) in _underWay)
        {
            var (type, data) = await client.ReplyAsync(@ref);
            var answer = type switch
            {
                "error" => new Answer(data.GetProperty("code").GetString()!),
                "chat.sent" => new Answer(type, data.GetProperty("seq").GetInt64(), data.GetProperty("duplicate").GetBoolean()),
                "chat.ok" => new Answer(type, data.GetProperty("seq").GetInt64()),
                _ => new Answer(type),
            };
            var same = expected.Stands ? answer.Type == expected.Type && answer.Seq >= expected.Seq : answer == expected;
            Assert.True(same, $"{step}: {answer} instead of {expected}");
            if (type == "chat.sent")
                _ids[answer.Seq] = new MessageId(data.GetProperty("id").GetString()!);
        }

        _underWay.Clear();
    }

    private async Task CompareAsync()
    {
        foreach (var (number, client) in _clients.Index())
        {
            if (client.IsFollowing && _model.Rank.ContainsKey(number))
                await client.UntilAsync(_model.Head);
            await AskAsync(number, new ChatSyncRequest(new Dictionary<RoomId, long> { [_room] = client.Has }));
            foreach (var (seq, e) in client.Events)
                Assert.Contains(Show(e), (string[])[_model.Log[(int)seq - 1], _model.Live[(int)seq - 1]]);
            if (!_model.MayRead(number))
                continue;

            // Who begins anew gets nothing that was deleted.
            var anew = new ModelClient(system, router, relay, client.User);
            anew.Send("anew", new ChatSyncRequest(new Dictionary<RoomId, long> { [_room] = 0 }));
            await anew.ReplyAsync("anew");
            Assert.Equal(_model.Log, anew.Events.Values.Select(Show));
            anew.Stop();
            Assert.Equal(_model.Head, client.Has);
            var history = (await AskAsync(number, new ChatHistoryRequest(_room, Limit: 200))).GetProperty("messages").EnumerateArray();
            Assert.Equal(_model.Messages.Select(m => m.ToString()), history.Select(ShowMessage));
            if (!_model.Rank.TryGetValue(number, out var rank))
                continue;
            var view = Assert.Single((await AskAsync(number, new ChatRoomsRequest())).GetProperty("rooms").EnumerateArray());
            Assert.Equal(
                (_model.Name, _model.Head, Roles[rank], (long)_model.Rank.Count, _model.ReadUpTo[number], _model.Unread(number)),
                (view.GetProperty("name").GetString(), Long(view, "head"), view.GetProperty("role").GetString(), Long(view, "members"), Long(view, "read"), (Long(view, "unread"), Long(view, "mentions"))));
        }
    }

    private static long Long(JsonElement data, string name) => data.GetProperty(name).GetInt64();

    private int Number(JsonElement user) => Array.FindIndex(_clients, c => c.User.Value == user.GetString());

    private long Seq(JsonElement data) => _ids.Single(i => i.Value.Value == data.GetProperty("id").GetString()).Key;

    private string Show(JsonElement e)
    {
        var (type, data) = (e.GetProperty("type").GetString(), e.GetProperty("data"));
        var head = $"{type} by {Number(data.GetProperty("by"))}: ";
        return head + type switch
        {
            "chat.message" when data.TryGetProperty("deleted", out _) && data.GetProperty("text").GetString() == "" => "deleted",
            "chat.message" => $"{data.GetProperty("text").GetString()} to {Number(data.GetProperty("mentions")[0])}",
            "chat.edited" => $"{Seq(data)} {data.GetProperty("text").GetString()}",
            "chat.deleted" => $"{Seq(data)}",
            "chat.reacted" => $"{Seq(data)} {data.GetProperty("emoji").GetString()![1..]} {data.GetProperty("on").GetBoolean()}",
            "chat.pinned" => $"{Seq(data)} {data.GetProperty("on").GetBoolean()}",
            "chat.joined" => $"{Number(data.GetProperty("user"))} {data.GetProperty("role").GetString()}",
            "chat.left" => $"{Number(data.GetProperty("user"))}",
            _ when data.TryGetProperty("name", out var name) => $"name {name.GetString()}",
            _ => $"roles {string.Join(' ', data.GetProperty("roles").EnumerateObject().Select(r => $"{Array.FindIndex(_clients, c => c.User.Value == r.Name)} {r.Value.GetString()}"))}",
        };
    }

    private string ShowMessage(JsonElement m)
    {
        var shown = new ModelMessage(
            Long(m, "seq"), Number(m.GetProperty("by")), m.GetProperty("text").GetString()!, [.. m.GetProperty("mentions").EnumerateArray().Select(Number)]);
        if (m.TryGetProperty("deleted", out var deleted) && deleted.GetBoolean())
            shown.Delete();
        shown.Edited = m.TryGetProperty("editedAt", out var at) && at.ValueKind == JsonValueKind.String;
        shown.Pinned = m.TryGetProperty("pinned", out var pinned) && pinned.GetBoolean();
        foreach (var reaction in m.GetProperty("reactions").EnumerateObject())
        {
            foreach (var user in reaction.Value.EnumerateArray())
                shown.Reactions.Add((int.Parse(reaction.Name[1..], System.Globalization.CultureInfo.InvariantCulture), Number(user)));
        }

        return shown.ToString();
    }
}
