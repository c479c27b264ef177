using System.Runtime.InteropServices;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>
/// The commands that wait at a room, in order of arrival, while it is loaded or a batch is stored. Bounded by <see cref="MaxWaiting"/>; beyond, they are
/// refused with <c>unavailable</c> and a time to try again.
/// </summary>
internal sealed class RoomQueue(RealtimeMetrics metrics)
{
    /// <summary>Commands that wait.</summary>
    public const int MaxWaiting = 2_048;

    // A batch holds its transaction open for others too: about 500 messages, or 1 MB of text, or 2,000 members.
    private const int MaxCommands = 500;
    private const int MaxWeight = 2_000;
    private const int CharsOfWeight = 512;

    // Each whom it reaches is a row; how many these are is the rules' to say.
    private const int WeightOfAudience = 100;

    private readonly Queue<Waiting> _waiting = new();

    // Bounded by the batch that they were.
    private readonly Queue<Waiting> _apart = new();

    /// <summary>How many wait.</summary>
    public int Count => _apart.Count + _waiting.Count;

    /// <summary>Takes a command in, or refuses it.</summary>
    public void Add(Waiting waiting)
    {
        if (_waiting.Count < MaxWaiting)
        {
            _waiting.Enqueue(waiting);
            return;
        }

        metrics.Drops.Add(1, new("queue", "room"), new("reason", "full"));
        waiting.Refuse(ChatErrors.Unavailable);
    }

    /// <summary>The first one, out of the queue.</summary>
    public Waiting Take() => _apart.TryDequeue(out var first) ? first : _waiting.Dequeue();

    /// <summary>Puts back the commands of a batch that could not be stored, in front: each is a batch of its own, so that only what is at fault fails.</summary>
    public void PutBackApart(IEnumerable<Waiting> commands)
    {
        foreach (var command in commands)
            _apart.Enqueue(command);
    }

    /// <summary>What waits, up to what one entry of the journal should hold. A command that rewrites the log is a batch of its own.</summary>
    public RoomBatch TakeBatch()
    {
        if (_apart.TryDequeue(out var alone))
            return new RoomBatch([alone]);
        var commands = new List<Waiting>(Math.Min(_waiting.Count, MaxCommands));
        for (var weight = 0; _waiting.Count > 0 && commands.Count < MaxCommands && weight < MaxWeight;)
        {
            if (_waiting.Peek().Command is IRewriteCommand && commands.Count > 0)
                break;
            var next = _waiting.Dequeue();
            weight += WeightOf(next.Command);
            commands.Add(next);
            if (next.Command is IRewriteCommand)
                break;
        }

        return new RoomBatch(commands);
    }

    /// <summary>Refuses everything that waits: nothing of it was begun, and its senders may try again.</summary>
    public void RefuseAll()
    {
        while (_apart.TryDequeue(out var waiting) || _waiting.TryDequeue(out waiting))
            waiting.Refuse(ChatErrors.Unavailable);
    }

    private static int WeightOf(IRoomCommand command) => command switch
    {
        CreateRoom { Body.Members: { } users } => 1 + users.Count,
        RoomRequest { Body: var body } => WeightOf(body),
        AdminRequest { Body: var body } => WeightOf(body),
        AppendDomainEvent { Data.Utf8.Length: var bytes } => 1 + (bytes / CharsOfWeight),
        _ => 1,
    };

    private static int WeightOf(IRoomRequest request) => request switch
    {
        ChatInviteRequest { Users: { } users } => 1 + users.Count,
        ChatRemoveRequest { Users: { } users } => 1 + users.Count,
        ChatSendRequest { Forward: not null } => 1 + (ChatLimits.MaxText / CharsOfWeight),
        ChatSendRequest { Text: { } text, Audience: var audience } send =>
            1 + ((text.Length + (send.Data is { } data ? JsonMarshal.GetRawUtf8Value(data).Length : 0)) / CharsOfWeight) + (audience is null ? 0 : WeightOfAudience),
        ChatEditRequest { Text: { } text } => 1 + (text.Length / CharsOfWeight),
        _ => 1,
    };
}
