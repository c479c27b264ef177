using System.Diagnostics.Metrics;

namespace AkkaRealtime.Diagnostics;

/// <summary>What is counted of web push, by the node that pushes.</summary>
internal sealed class PushMetrics
{
    private Func<int> _waiting = () => 0;

    internal PushMetrics(Meter meter)
    {
        Sent = meter.CreateCounter<long>("akkarealtime.push.sent", "{push}", "Pushes that a push service accepted, by kind.");
        Failed = meter.CreateCounter<long>("akkarealtime.push.failed", "{attempt}", "Attempts that a push service did not accept, by reason.");
        Dropped = meter.CreateCounter<long>("akkarealtime.push.dropped", "{push}", "Pushes that were given up, by reason.");
        Removed = meter.CreateCounter<long>("akkarealtime.push.removed", "{subscription}", "Subscriptions that were removed because their push service knows them no more.");
        meter.CreateObservableGauge("akkarealtime.push.waiting", () => _waiting(), "{push}", "Pushes that wait to be tried again.");
    }

    /// <summary>Pushes that were accepted; tag <c>kind</c>.</summary>
    public Counter<long> Sent { get; }

    /// <summary>Attempts that failed; tag <c>reason</c>: an HTTP status, <c>timeout</c> or <c>connection</c>.</summary>
    public Counter<long> Failed { get; }

    /// <summary>Pushes that were given up; tag <c>reason</c>: <c>refused</c>, <c>attempts</c>, <c>late</c>, <c>full</c> or <c>superseded</c>.</summary>
    public Counter<long> Dropped { get; }

    /// <summary>Subscriptions that are gone.</summary>
    public Counter<long> Removed { get; }

    /// <summary>Shows how many wait.</summary>
    public void ObserveWaiting(Func<int> waiting) => _waiting = waiting;
}
