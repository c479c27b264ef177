using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using AkkaRealtime.Diagnostics;

namespace AkkaRealtime.Tests.Connections;

/// <summary>Real counters, and what they were told.</summary>
internal sealed class TestMeters : IMeterFactory
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _sums = new();
    private readonly ConcurrentDictionary<TaskCompletionSource, (string Name, long Least)> _waiting = new();
    private readonly ConcurrentDictionary<string, long> _published = new();
    private readonly Meter _meter = new(RealtimeMetrics.MeterName);

    public TestMeters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!ReferenceEquals(instrument.Meter, _meter))
                return;
            _published.AddOrUpdate(instrument.Name, 1, (_, count) => count + 1);
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            _sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value);
            foreach (var tag in tags)
                _sums.AddOrUpdate($"{instrument.Name}:{tag.Value}", value, (_, sum) => sum + value);
            foreach (var (waiting, (name, least)) in _waiting)
            {
                if (this[name] >= least)
                    waiting.TrySetResult();
            }
        });
        _listener.Start();
    }

    /// <summary>The sum of a counter, "akkarealtime.drops", or of those with a tag's value, "akkarealtime.drops:volatile".</summary>
    public long this[string name] => _sums.GetValueOrDefault(name);

    /// <summary>How many instruments have this name.</summary>
    public long Published(string name) => _published.GetValueOrDefault(name);

    /// <summary>What the gauges of this name, or with this tag, show now, added up. For one thread.</summary>
    public long Observe(string name)
    {
        var before = this[name];
        _listener.RecordObservableInstruments();
        return this[name] - before;
    }

    /// <summary>Waits until a sum is reached.</summary>
    public Task ReachesAsync(string name, long least)
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[waiting] = (name, least);
        if (this[name] >= least)
            waiting.TrySetResult();
        return waiting.Task.WaitAsync(Patient.Wait);
    }

    public Meter Create(MeterOptions options) => _meter;

    public void Dispose()
    {
        _listener.Dispose();
        _meter.Dispose();
    }
}
