using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Clustering.Membership;

/// <summary>Ends the host, once, when the node can't be a member of the cluster any more.</summary>
internal sealed class NodeLifetime(IHostApplicationLifetime host, IOptions<HostOptions> options, ILoggerFactory loggers) : INodeLifetime
{
    // What is not done after this is left undone.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);
    private readonly ILogger _log = loggers.CreateLogger("AkkaRealtime.Clustering");
    private readonly TaskCompletionSource<NodeEndedException> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    public Task<NodeEndedException> Ended => _ended.Task;

    /// <summary>Why the node ended; null while it did not.</summary>
    public NodeEndedException? Reason => _ended.Task.IsCompletedSuccessfully ? _ended.Task.Result : null;

    /// <summary>The host was told to stop, by whomever.</summary>
    public bool Stopping => host.ApplicationStopping.IsCancellationRequested;

    /// <summary>Says why in one line, and has the host stop in a hurry. Only the first reason counts, and none once the host stops anyway.</summary>
    public void End(NodeEndedException reason)
    {
        if (Stopping || !_ended.TrySetResult(reason))
            return;
        ClusterLog.Ended(_log, reason.Message, reason.ExitCode);
        options.Value.ShutdownTimeout = StopTimeout < options.Value.ShutdownTimeout ? StopTimeout : options.Value.ShutdownTimeout;
        host.StopApplication();
    }
}
