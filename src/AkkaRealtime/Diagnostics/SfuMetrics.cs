using System.Diagnostics.Metrics;

namespace AkkaRealtime.Diagnostics;

/// <summary>What is counted of media servers.</summary>
internal sealed class SfuMetrics
{
    /// <summary>Makes the instruments.</summary>
    internal SfuMetrics(Meter meter)
    {
        Sessions = meter.CreateUpDownCounter<long>("akkarealtime.sfu.sessions", "{session}", "Media servers that this node has a session with.");
        Rooms = meter.CreateUpDownCounter<long>("akkarealtime.sfu.rooms", "{room}", "Calls of this node that use a media server.");
        Participants = meter.CreateUpDownCounter<long>("akkarealtime.sfu.participants", "{participant}", "Participants that negotiated with a media server.");
        Reconnects = meter.CreateCounter<long>("akkarealtime.sfu.reconnects", "{reconnect}", "Sessions made again after a media server, or the connection to it, was lost.");
        Errors = meter.CreateCounter<long>("akkarealtime.sfu.errors", "{error}", "Requests that a media server refused or did not answer in time.");
    }

    /// <summary>Sessions that are up.</summary>
    public UpDownCounter<long> Sessions { get; }

    /// <summary>Rooms.</summary>
    public UpDownCounter<long> Rooms { get; }

    /// <summary>Participants.</summary>
    public UpDownCounter<long> Participants { get; }

    /// <summary>Sessions made again.</summary>
    public Counter<long> Reconnects { get; }

    /// <summary>Refused or unanswered.</summary>
    public Counter<long> Errors { get; }
}
