using AkkaRealtime.Clustering;

namespace AkkaRealtime.Server;

/// <summary>Sees to it that a node that its cluster has removed is gone soon, whatever of its stop hangs: the others own by now what it owned.</summary>
internal static class NodeEnd
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.4);

    /// <summary>Ends the process when the node has ended and the host has not.</summary>
    public static void EndWithTheNode(this WebApplication app) => _ = EndAsync(app.Services.GetRequiredService<INodeLifetime>());

    private static async Task EndAsync(INodeLifetime node)
    {
        var reason = await node.Ended;
        await Task.Delay(Patience, TimeProvider.System);
        Environment.Exit(reason.ExitCode);
    }
}
