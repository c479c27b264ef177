using AkkaRealtime.Diagnostics;
using AkkaRealtime.Routing.Calls.Settings;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>What the actors of media servers work with.</summary>
internal sealed record SfuServices(TimeProvider Time, SfuOptions Options, SfuMetrics Metrics, SfuStatus Status, ILogger Log);
