using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using AkkaRealtime.Diagnostics;

namespace AkkaRealtime.Admin.Nodes;

/// <summary>Adds up the node's own metrics for its operator, whether or not anybody else collects them. Safe from any thread.</summary>
internal sealed class FigureListener : IDisposable
{
    private readonly MeterListener _listener = new();

    /// <summary>Listens to <paramref name="metrics"/> alone: another host of the same process has its own.</summary>
    public FigureListener(RealtimeMetrics metrics)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (metrics.Has(instrument) && FigureOf(instrument.Name) is { } figure)
                listener.EnableMeasurementEvents(instrument, figure);
        };
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, figure) => ((Figure)figure!).Add(value, tags));
        _listener.Start();
    }

    /// <summary>Messages received from clients.</summary>
    public Figure MessagesIn { get; } = new();

    /// <summary>Messages written to clients.</summary>
    public Figure MessagesOut { get; } = new();

    /// <summary>Publications handed to connections.</summary>
    public Figure Deliveries { get; } = new();

    /// <summary>Users who are connected, counted by their owners.</summary>
    public Figure UsersOnline { get; } = new();

    /// <summary>Calls that ring or go on.</summary>
    public Figure Calls { get; } = new();

    /// <summary>Actors restarted.</summary>
    public Figure ActorRestarts { get; } = new();

    /// <summary>By queue.</summary>
    public Figure Drops { get; } = new("queue");

    /// <summary>By code.</summary>
    public Figure Closes { get; } = new("code");

    /// <summary>What waits now, by queue.</summary>
    public Figure Queues { get; } = new("queue") { IsGauge = true };

    /// <summary>Asks those that are not counted but looked at.</summary>
    public void Look() => _listener.RecordObservableInstruments();

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private Figure? FigureOf(string instrument) => instrument switch
    {
        "akkarealtime.messages.in" => MessagesIn,
        "akkarealtime.messages.out" => MessagesOut,
        "akkarealtime.deliveries" => Deliveries,
        "akkarealtime.users.online" => UsersOnline,
        "akkarealtime.calls.active" => Calls,
        "akkarealtime.actor.restarts" => ActorRestarts,
        "akkarealtime.drops" => Drops,
        "akkarealtime.closes" => Closes,
        "akkarealtime.queue.depth" => Queues,
        _ => null,
    };

    /// <summary>One number, or one for each value of a tag.</summary>
    internal sealed class Figure(string? tag = null)
    {
        private readonly ConcurrentDictionary<string, long> _by = new(StringComparer.Ordinal);
        private long _total;

        /// <summary>The last value counts, instead of all together.</summary>
        public bool IsGauge { get; init; }

        /// <summary>All together.</summary>
        public long Total => Interlocked.Read(ref _total);

        /// <summary>By the tag.</summary>
        public IReadOnlyDictionary<string, long> By => new SortedDictionary<string, long>(_by, StringComparer.Ordinal);

        /// <summary>Adds a measurement.</summary>
        public void Add(long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tag is null)
            {
                Interlocked.Add(ref _total, value);
                return;
            }

            foreach (var (key, of) in tags)
            {
                if (key == tag && of?.ToString() is { } name)
                    _by.AddOrUpdate(name, value, (_, before) => IsGauge ? value : before + value);
            }
        }
    }
}
