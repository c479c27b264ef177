using System.Diagnostics.Metrics;

namespace AkkaRealtime.Diagnostics;

/// <summary>What is counted of webhooks, by the node that sends them.</summary>
internal sealed class WebhookMetrics
{
    private Func<IEnumerable<Measurement<double>>> _lag = () => [];

    internal WebhookMetrics(Meter meter)
    {
        Delivered = meter.CreateCounter<long>("akkarealtime.webhooks.delivered", "{event}", "Events that a receiver accepted.");
        Failed = meter.CreateCounter<long>("akkarealtime.webhooks.failed", "{attempt}", "Attempts that a receiver did not accept, by reason.");
        GivenUp = meter.CreateCounter<long>("akkarealtime.webhooks.given_up", "{event}", "Events that were given up.");
        meter.CreateObservableGauge("akkarealtime.webhooks.lag", () => _lag(), "s", "For how long the oldest event has waited that is not delivered yet, by webhook.");
    }

    /// <summary>Events that were accepted.</summary>
    public Counter<long> Delivered { get; }

    /// <summary>Attempts that failed; tag <c>reason</c>: an HTTP status, <c>timeout</c> or <c>connection</c>.</summary>
    public Counter<long> Failed { get; }

    /// <summary>Events that were given up.</summary>
    public Counter<long> GivenUp { get; }

    /// <summary>Shows how far webhooks are behind; tag <c>webhook</c>.</summary>
    public void ObserveLag(Func<IEnumerable<Measurement<double>>> lag) => _lag = lag;
}
