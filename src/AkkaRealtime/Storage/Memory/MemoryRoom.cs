using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Storage.Memory;

/// <summary>The log of a room in memory.</summary>
public sealed class MemoryRoom : LogRoom
{
    private readonly List<MemoryEvent> _events = [];
    private readonly Dictionary<(UserId By, string Type, string Key), MemoryEvent> _keys = [];

    internal MemoryRoom(long number, RoomId id, NewRoom created, DateTimeOffset createdAt)
        : base(number, id) => (Created, CreatedAt, ActiveAt) = (created, createdAt, createdAt);

    /// <summary>What it was created as.</summary>
    public NewRoom Created { get; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>When something was appended last.</summary>
    public DateTimeOffset ActiveAt { get; private set; }

    /// <summary>Its events, in order: the event with <c>seq</c> n is the one at n − 1.</summary>
    public IReadOnlyList<MemoryEvent> Events => _events;

    /// <summary>Has the log hold <paramref name="e"/> at its <c>seq</c>, instead of what stands there.</summary>
    public void Rewrite(LogEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        var stored = _events[(int)e.Seq - 1];
        (stored.Event, stored.Envelope) = (e, e.Encode());
    }

    internal State Now => new(Head, Counted, Latest, ActiveAt);

    internal MemoryEvent? Find(LogEvent e, LogFacts facts) => facts.Key is { } key ? _keys.GetValueOrDefault((e.By, e.Type, key)) : null;

    internal MemoryEvent Append(LogEvent e, LogFacts facts)
    {
        Head++;
        ActiveAt = e.At;
        if (facts.Unread)
            Counted++;
        var numbered = e with { Seq = Head };
        var stored = new MemoryEvent(numbered, numbered.Encode(), Counted);
        _events.Add(stored);
        if (facts.Key is { } key)
            _keys.Add((e.By, e.Type, key), stored);
        return stored;
    }

    /// <summary>Takes back what was appended since, and returns it.</summary>
    internal IReadOnlyList<LogEvent> TakeBack(State before)
    {
        LogEvent[] appended = [.. _events.Skip((int)before.Head).Select(e => e.Event)];
        foreach (var e in appended)
        {
            if (e.Facts().Key is { } key)
                _keys.Remove((e.By, e.Type, key));
        }

        _events.RemoveRange((int)before.Head, appended.Length);
        (Head, Counted, Latest, ActiveAt) = (before.Head, before.Counted, before.Latest, before.ActiveAt);
        return appended;
    }

    /// <summary>How a room stood at one time.</summary>
    internal readonly record struct State(long Head, long Counted, long Latest, DateTimeOffset ActiveAt);
}

/// <summary>An event in memory.</summary>
public sealed class MemoryEvent
{
    internal MemoryEvent(LogEvent e, EncodedEnvelope envelope, long ordinal) => (Event, Envelope, Ordinal) = (e, envelope, ordinal);

    /// <summary>The event.</summary>
    public LogEvent Event { get; internal set; }

    /// <summary>Its bytes.</summary>
    public EncodedEnvelope Envelope { get; internal set; }

    /// <summary>How many events of the room count as unread, up to and including this one.</summary>
    public long Ordinal { get; }
}
