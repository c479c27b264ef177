using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace AkkaRealtime.Tests.Storage;

/// <summary>Collects what one instrument measures.</summary>
internal sealed class Measured<T> : IDisposable
    where T : struct
{
    private readonly MeterListener _listener = new();

    public Measured(Instrument<T> instrument)
    {
        _listener.SetMeasurementEventCallback<T>((_, value, tags, _) => Values.Enqueue((value, string.Join(' ', tags.ToArray().Select(t => t.Value)))));
        _listener.EnableMeasurementEvents(instrument);
    }

    /// <summary>The values with their tags, joined by blanks.</summary>
    public ConcurrentQueue<(T Value, string Tags)> Values { get; } = [];

    public void Dispose() => _listener.Dispose();
}
