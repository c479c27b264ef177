namespace AkkaRealtime.Tests.Routing.Chat.Model;

/// <summary>What somebody does in a room; numbers stand for users, messages and words, so that a list of them shrinks well.</summary>
internal enum Act
{
    Send,
    Edit,
    Delete,
    React,
    Pin,
    Join,
    Leave,
    Invite,
    Remove,
    Rename,
    Promote,
    Read,
    Sync,
    Reconnect,
}

/// <summary>One step: who does what, to which user or message, with which of few words, and whether the answer is awaited before the next one.</summary>
internal readonly record struct Step(int By, Act Act, int What, int Word, bool Wait);

/// <summary>
/// What a step is answered with: a position, or the code of an error. What stands already as asked is answered with the head, which others may have moved
/// meanwhile.
/// </summary>
internal readonly record struct Answer(string Type, long Seq = 0, bool Duplicate = false, bool Stands = false);

/// <summary>
/// A room as simply as it can be said: a list of events, and what follows from them. No batches, no store, no actors; written from docs/chat.md and not from
/// the code that it is compared with.
/// </summary>
internal sealed class ChatModel(bool channel, int founder)
{
    private static readonly string[] Ranks = ["member", "admin", "owner"];
    private readonly Dictionary<(int By, int Key), ModelMessage> _keys = [];
    private readonly Dictionary<int, long> _joined = [];

    /// <summary>The events as they stand in the log, as far as a client can tell them apart: a deleted message says nothing, nor do its edits.</summary>
    public List<string> Log { get; } = [];

    /// <summary>The events as they went out when they were new.</summary>
    public List<string> Live { get; } = [];

    public Dictionary<int, int> Rank { get; } = [];

    public Dictionary<int, long> ReadUpTo { get; } = [];

    public List<ModelMessage> Messages { get; } = [];

    public string Name { get; private set; } = "Name";

    public long Head => Log.Count;

    /// <summary>The founder, alone.</summary>
    public ChatModel Begin()
    {
        Enter(founder, founder, 2);
        return this;
    }

    public bool MayRead(int user) => channel || Rank.ContainsKey(user);

    public Answer Apply(Step step) => step.Act switch
    {
        Act.Join => Join(step.By),
        Act.Leave when !Rank.ContainsKey(step.By) => channel ? new("chat.left") : new("not-found"),
        _ when !Rank.ContainsKey(step.By) => new(channel ? "forbidden" : "not-found"),
        Act.Leave => Leave(step.By),
        Act.Invite => Invite(step.By, step.What),
        Act.Remove => Remove(step.By, step.What),
        Act.Rename => Rename(step.By, step.Word),
        Act.Promote => Promote(step.By, step.What, step.Word),
        Act.Send => Send(step),
        Act.Read => Read(step.By, step.What),
        _ => OnMessage(step),
    };

    /// <summary>Unread and mentions of a member.</summary>
    public (long Unread, long Mentions) Unread(int user)
    {
        var unread = Messages.Where(m => m.Seq > ReadUpTo[user] && !m.Deleted).ToList();
        return (unread.Count, unread.Count(m => m.Mentions.Contains(user)));
    }

    private long Add(string @event)
    {
        Log.Add(@event);
        Live.Add(@event);
        return Head;
    }

    private void Enter(int by, int user, int rank)
    {
        var seq = Add($"chat.joined by {by}: {user} {Ranks[rank]}");
        (Rank[user], _joined[user], ReadUpTo[user]) = (rank, seq, seq);
    }

    private Answer Join(int by)
    {
        if (!Rank.ContainsKey(by))
        {
            if (!channel)
                return new("not-found");
            Enter(by, by, 0);
        }

        return new("chat.room");
    }

    private Answer Leave(int by)
    {
        var others = Rank.Keys.Where(u => u != by).ToList();
        if (Rank[by] == 2 && others.Count > 0 && others.All(u => Rank[u] < 2))
        {
            var successor = others.OrderByDescending(u => Rank[u]).ThenBy(u => _joined[u]).First();
            Rank[successor] = 2;
            Add($"chat.updated by {by}: roles {successor} owner");
        }

        Gone(by, by);
        return new("chat.left");
    }

    private void Gone(int by, int user)
    {
        Add($"chat.left by {by}: {user}");
        Rank.Remove(user);
    }

    private Answer Invite(int by, int user)
    {
        if (!Rank.ContainsKey(user))
            Enter(by, user, 0);
        return new("chat.room");
    }

    private Answer Remove(int by, int user)
    {
        if (Rank[by] == 0)
            return new("forbidden");
        if (user == by)
            return new("bad-request");
        if (!Rank.TryGetValue(user, out var rank))
            return new("chat.room");
        if (Rank[by] < 2 && rank >= Rank[by])
            return new("forbidden");
        Gone(by, user);
        return new("chat.room");
    }

    private Answer Rename(int by, int word)
    {
        if (Rank[by] == 0)
            return new("forbidden");
        if (Name != $"Name {word}")
            Add($"chat.updated by {by}: name {Name = $"Name {word}"}");
        return new("chat.room");
    }

    private Answer Promote(int by, int user, int word)
    {
        var role = word % 3;
        if (Rank[by] == 0)
            return new("forbidden");
        if (!Rank.TryGetValue(user, out var rank))
            return new("bad-request");
        if (rank == role)
            return new("chat.room");
        if (Rank[by] < 2 && (role == 2 || rank == 2))
            return new("forbidden");
        if (rank == 2 && Rank.Count(r => r.Value == 2) == 1)
            return new("conflict");
        Rank[user] = role;
        Add($"chat.updated by {by}: roles {user} {Ranks[role]}");
        return new("chat.room");
    }

    private Answer Send(Step step)
    {
        if (_keys.TryGetValue((step.By, step.Word), out var first))
            return new("chat.sent", first.Seq, true);
        var message = new ModelMessage(Head + 1, step.By, $"text {step.Word}", [step.What]);
        Add($"chat.message by {step.By}: {message.Text} to {step.What}");
        Messages.Add(message);
        _keys[(step.By, step.Word)] = message;
        ReadUpTo[step.By] = Head;
        return new("chat.sent", Head);
    }

    private Answer Read(int by, int what)
    {
        ReadUpTo[by] = Math.Max(ReadUpTo[by], Math.Min(Head, what));
        return new("chat.ok", ReadUpTo[by]);
    }

    private Answer OnMessage(Step step)
    {
        // A step names only messages that had been confirmed when it was asked for; where there is none, it names one that there is not.
        if (Find(step) is not { } message)
            return new("not-found");
        if (message.Deleted)
            return step.Act == Act.Delete ? Standing() : new("conflict");
        var moderator = Rank[step.By] > 0;
        var on = step.Word % 2 == 0;
        switch (step.Act)
        {
            case Act.Edit when message.By != step.By:
            case Act.Delete when message.By != step.By && !moderator:
            case Act.Pin when channel && !moderator:
                return new("forbidden");
            case Act.Edit:
                (message.Text, message.Edited) = ($"edited {step.Word}", true);
                message.Edits.Add(Add($"chat.edited by {step.By}: {message.Seq} {message.Text}"));
                return new("chat.ok", Head);
            case Act.Delete:
                message.Delete();
                Log[(int)message.Seq - 1] = $"chat.message by {message.By}: deleted";
                foreach (var edit in message.Edits)
                    Log[(int)edit - 1] = $"chat.edited by {message.By}: {message.Seq} ";
                return new("chat.ok", Add($"chat.deleted by {step.By}: {message.Seq}"));
            case Act.Pin when message.Pinned == on:
                return Standing();
            case Act.Pin:
                message.Pinned = on;
                return new("chat.ok", Add($"chat.pinned by {step.By}: {message.Seq} {on}"));
            default:
                return on == message.Reactions.Contains((step.Word / 2, step.By))
                    ? Standing()
                    : new("chat.ok", React(message, step.By, step.Word / 2, on));
        }
    }

    private Answer Standing() => new("chat.ok", Head, Stands: true);

    private long React(ModelMessage message, int by, int emoji, bool on)
    {
        if (on)
            message.Reactions.Add((emoji, by));
        else
            message.Reactions.Remove((emoji, by));
        return Add($"chat.reacted by {by}: {message.Seq} {emoji} {on}");
    }

    private ModelMessage? Find(Step step) => Messages.Find(m => m.Seq == step.What);
}

/// <summary>A message as it stands now.</summary>
internal sealed class ModelMessage(long seq, int by, string text, int[] mentions)
{
    public long Seq => seq;

    public int By => by;

    public string Text { get; set; } = text;

    public int[] Mentions { get; private set; } = mentions;

    public bool Edited { get; set; }

    /// <summary>Where its edits stand.</summary>
    public List<long> Edits { get; } = [];

    public bool Deleted { get; private set; }

    public bool Pinned { get; set; }

    public SortedSet<(int Emoji, int By)> Reactions { get; } = [];

    public void Delete()
    {
        (Deleted, Text, Mentions, Edited, Pinned) = (true, "", [], false, false);
        Reactions.Clear();
    }

    /// <summary>All that a client shows of it.</summary>
    public override string ToString() =>
        $"{Seq} by {By}: '{Text}'{(Edited ? " edited" : "")}{(Deleted ? " deleted" : "")}{(Pinned ? " pinned" : "")} to [{string.Join(' ', Mentions)}] {string.Join(' ', Reactions)}";
}
