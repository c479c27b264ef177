using System.Diagnostics.Metrics;
using AkkaRealtime.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Tests.Storage;

/// <summary>Instruments for tests that don't look at them.</summary>
internal static class TestMetrics
{
    public static RealtimeMetrics Instance { get; } = New();

    public static RealtimeMetrics New() =>
        new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
}
