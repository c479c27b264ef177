using System.Diagnostics.CodeAnalysis;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Execution;

/// <summary>
/// What waits for a <see cref="BoundedExecutor"/>, and whose turn it is: users take turns, whatever the number of their connections, and so do the
/// connections of a user; each kind of work has its own bounds. What a connection asked for runs one after the other, of whatever kinds. For one thread at a time.
/// </summary>
internal sealed class Turns(ExecutorLimits limits)
{
    private readonly Lane[] _lanes = [.. Enum.GetValues<WorkKind>().Select(_ => new Lane())];
    private readonly Dictionary<SessionId, Line> _lines = [];
    private readonly Dictionary<(UserId User, WorkKind Kind), Share> _shares = [];

    /// <summary>Items of a kind that wait.</summary>
    public int Waiting(WorkKind kind) => _lanes[(int)kind].Waiting;

    /// <summary>Whether one more of this kind can only be refused.</summary>
    public bool IsFull(WorkKind kind) => Waiting(kind) >= limits.MaxWaiting && (Waiting(kind) > 0 || _lanes[(int)kind].Running >= limits.Running(kind));

    /// <summary>What the item's connection has running and waiting.</summary>
    public int CountOf(WorkItem item) => item.Session is { } session && _lines.TryGetValue(session, out var line) ? line.Count : 0;

    /// <summary>Has the item wait for its turn, behind what its connection asked for before.</summary>
    public void Add(WorkItem item)
    {
        var line = LineOf(item);
        line.Waiting.Enqueue(item);
        _lanes[(int)item.Kind].Waiting++;
        if (line.Count == 1)
            Ready(line);
    }

    /// <summary>The next item, and the line to give back when it is done. False where nothing may run now.</summary>
    public bool TryTake([NotNullWhen(true)] out Line? line, [NotNullWhen(true)] out WorkItem? item)
    {
        (line, item) = (null, null);
        foreach (var kind in Enum.GetValues<WorkKind>())
        {
            var lane = _lanes[(int)kind];
            if (lane.Running >= limits.Running(kind) || !lane.Ready.TryDequeue(out var share))
                continue;
            share.IsQueued = false;
            share.Running++;
            lane.Running++;
            lane.Waiting--;
            line = share.Ready.Dequeue();
            item = line.Waiting.Dequeue();
            line.Running = share;
            Queue(share);
            return true;
        }

        return false;
    }

    /// <summary>The item of a line is done.</summary>
    public void Done(Line line)
    {
        var share = line.Running!;
        line.Running = null;
        share.Running--;
        _lanes[(int)share.Kind].Running--;
        if (line.Waiting.Count > 0)
            Ready(line);
        else if (line.Session is { } session)
            _lines.Remove(session);
        Queue(share);
        if (share is { User: { } user, Running: 0, Ready.Count: 0 })
            _shares.Remove((user, share.Kind));
    }

    /// <summary>Forgets what waits.</summary>
    public void Clear()
    {
        foreach (var lane in _lanes)
        {
            lane.Ready.Clear();
            lane.Waiting = 0;
        }

        _lines.Clear();
        _shares.Clear();
    }

    // What is of no connection stands in no line.
    private Line LineOf(WorkItem item)
    {
        if (item.Session is not { } session)
            return new Line(null);
        if (!_lines.TryGetValue(session, out var line))
            _lines[session] = line = new Line(session);
        return line;
    }

    // Its first item waits for its user's turn.
    private void Ready(Line line)
    {
        var first = line.Waiting.Peek();
        var share = ShareOf(first);
        share.Ready.Enqueue(line);
        Queue(share);
    }

    private Share ShareOf(WorkItem item)
    {
        if (item.User is not { } user)
            return new Share(null, item.Kind);
        if (!_shares.TryGetValue((user, item.Kind), out var share))
            _shares[(user, item.Kind)] = share = new Share(user, item.Kind);
        return share;
    }

    // Behind all others that are ready: one item a turn.
    private void Queue(Share share)
    {
        if (share.IsQueued || share.Ready.Count == 0 || share.Running >= ExecutorLimits.RunningPerUser(share.Kind))
            return;
        share.IsQueued = true;
        _lanes[(int)share.Kind].Ready.Enqueue(share);
    }

    /// <summary>What one connection asked for, in order: at most one runs.</summary>
    internal sealed class Line(SessionId? session)
    {
        public SessionId? Session { get; } = session;

        public Queue<WorkItem> Waiting { get; } = new(1);

        public Share? Running { get; set; }

        public int Count => Waiting.Count + (Running is null ? 0 : 1);
    }

    /// <summary>What one user asked for of one kind: lines of which none runs and one waits.</summary>
    internal sealed class Share(UserId? user, WorkKind kind)
    {
        public UserId? User { get; } = user;

        public WorkKind Kind { get; } = kind;

        public Queue<Line> Ready { get; } = new(1);

        public int Running { get; set; }

        public bool IsQueued { get; set; }
    }

    private sealed class Lane
    {
        public Queue<Share> Ready { get; } = new();

        public int Running { get; set; }

        public int Waiting { get; set; }
    }
}
