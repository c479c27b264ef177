using System.Diagnostics.Metrics;

namespace AkkaRealtime.Diagnostics;

/// <summary>What is counted of files.</summary>
internal sealed class FileMetrics
{
    internal FileMetrics(Meter meter)
    {
        BytesIn = meter.CreateCounter<long>("akkarealtime.files.in", "By", "Bytes of files received.");
        BytesOut = meter.CreateCounter<long>("akkarealtime.files.out", "By", "Bytes of files sent.");
        Uploads = meter.CreateCounter<long>("akkarealtime.files.uploads", "{file}", "Files received and kept.");
        Refused = meter.CreateCounter<long>("akkarealtime.files.refused", "{file}", "Uploads refused or ended early, by reason.");
        Removed = meter.CreateCounter<long>("akkarealtime.files.removed", "{file}", "Files removed.");
    }

    /// <summary>Bytes received.</summary>
    public Counter<long> BytesIn { get; }

    /// <summary>Bytes sent.</summary>
    public Counter<long> BytesOut { get; }

    /// <summary>Files kept.</summary>
    public Counter<long> Uploads { get; }

    /// <summary>Uploads refused; tag <c>reason</c>.</summary>
    public Counter<long> Refused { get; }

    /// <summary>Files removed.</summary>
    public Counter<long> Removed { get; }
}
