using System.Diagnostics.Metrics;

namespace AkkaRealtime.Diagnostics;

/// <summary>What is counted of calls.</summary>
internal sealed class CallMetrics
{
    /// <summary>Makes the instruments.</summary>
    internal CallMetrics(Meter meter)
    {
        Active = meter.CreateUpDownCounter<long>("akkarealtime.calls.active", "{call}", "Calls that ring or go on, whose owner lives on this node.");
        Ended = meter.CreateCounter<long>("akkarealtime.calls.ended", "{call}", "Calls that ended, by outcome.");
        Duration = meter.CreateHistogram<double>("akkarealtime.calls.duration", "s", "From the first answer to the end, of calls that were answered.");
        Signals = meter.CreateCounter<long>("akkarealtime.calls.signals", "{signal}", "Signals relayed between participants.");
        Rtt = meter.CreateHistogram<double>("akkarealtime.calls.rtt", "ms", "Round trip of media, as participants report it.");
        Loss = meter.CreateHistogram<double>("akkarealtime.calls.loss", "%", "Lost packets, as participants report it.");
        Jitter = meter.CreateHistogram<double>("akkarealtime.calls.jitter", "ms", "Jitter, as participants report it.");
        Sfu = new SfuMetrics(meter);
        Bitrate = meter.CreateHistogram<double>("akkarealtime.calls.bitrate", "kbit/s", "Bitrate, as participants report it.");
    }

    /// <summary>Calls that ring or go on, counted by their owners.</summary>
    public UpDownCounter<long> Active { get; }

    /// <summary>Calls that ended; tag <c>outcome</c>.</summary>
    public Counter<long> Ended { get; }

    /// <summary>Seconds from the first answer to the end.</summary>
    public Histogram<double> Duration { get; }

    /// <summary>Signals relayed.</summary>
    public Counter<long> Signals { get; }

    /// <summary>Round trip, milliseconds.</summary>
    public Histogram<double> Rtt { get; }

    /// <summary>Lost packets, percent.</summary>
    public Histogram<double> Loss { get; }

    /// <summary>Jitter, milliseconds.</summary>
    public Histogram<double> Jitter { get; }

    /// <summary>Bitrate, kilobits a second.</summary>
    public Histogram<double> Bitrate { get; }

    /// <summary>Media servers.</summary>
    public SfuMetrics Sfu { get; }

    /// <summary>A participant's report (<c>call.stats</c>); null where its browser does not know.</summary>
    internal void Report(double? rttMs, double? lossPct, double? jitterMs, double? bitrateKbps)
    {
        if (rttMs is { } rtt)
            Rtt.Record(rtt);
        if (lossPct is { } loss)
            Loss.Record(loss);
        if (jitterMs is { } jitter)
            Jitter.Record(jitter);
        if (bitrateKbps is { } bitrate)
            Bitrate.Record(bitrate);
    }
}
