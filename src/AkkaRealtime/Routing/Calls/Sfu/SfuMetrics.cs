using System.Diagnostics.Metrics;

namespace AkkaRealtime.Routing.Calls.Sfu;

/// <summary>What is counted of media servers.</summary>
public sealed class SfuMetrics
{
    /// <summary>Makes the instruments.</summary>
    internal SfuMetrics(Meter meter)
    {
        Sessions = meter.CreateUpDownCounter<long>("akkarealtime.sfu.sessions", "{session}", "Media servers that this node has a session with.");
        Rooms = meter.CreateUpDownCounter<long>("akkarealtime.sfu.rooms", "{room}", "Calls of this node that go by a media server.");
        Participants = meter.CreateUpDownCounter<long>("akkarealtime.sfu.participants", "{participant}", "Participants that negotiated with a media server.");
        Reconnects = meter.CreateCounter<long>("akkarealtime.sfu.reconnects", "{reconnect}", "Sessions made anew after a media server, or the way to it, was lost.");
        Errors = meter.CreateCounter<long>("akkarealtime.sfu.errors", "{error}", "Requests that a media server refused or did not answer in time.");
    }

    /// <summary>Sessions that are up.</summary>
    public UpDownCounter<long> Sessions { get; }

    /// <summary>Rooms.</summary>
    public UpDownCounter<long> Rooms { get; }

    /// <summary>Participants.</summary>
    public UpDownCounter<long> Participants { get; }

    /// <summary>Sessions made anew.</summary>
    public Counter<long> Reconnects { get; }

    /// <summary>Refused or unanswered.</summary>
    public Counter<long> Errors { get; }
}

/// <summary>Which media servers can be reached, for health checks. Safe from any thread.</summary>
public sealed class SfuStatus
{
    private int _configured;
    private int _up;

    /// <summary>How many there are.</summary>
    public int Configured
    {
        get => Volatile.Read(ref _configured);
        internal set => Volatile.Write(ref _configured, value);
    }

    /// <summary>How many of them can be reached.</summary>
    public int Up => Volatile.Read(ref _up);

    internal void Add(int change) => Interlocked.Add(ref _up, change);
}
