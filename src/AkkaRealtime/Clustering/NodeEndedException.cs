namespace AkkaRealtime.Clustering;

/// <summary>
/// Why a node stopped its host by itself. It comes out of the host's <c>StopAsync</c>, and so out of <c>RunAsync</c>; end the process with
/// <see cref="ExitCode"/>.
/// </summary>
public sealed class NodeEndedException : Exception
{
    internal NodeEndedException(string message, int exitCode)
        : base(message) => ExitCode = exitCode;

    /// <summary>
    /// As in sysexits.h: 70 where the cluster went on without this node, so that starting again helps; 78 where the configuration has to be changed first.
    /// </summary>
    public int ExitCode { get; }

    internal static NodeEndedException Removed(string message) => new(message, 70);

    internal static NodeEndedException Misconfigured(string message) => new(message, 78);
}

/// <summary>Tells when the node has to stop by itself; a service of the host.</summary>
public interface INodeLifetime
{
    /// <summary>
    /// Completes when the node is no longer a member of its cluster, or can't become one. The host is told to stop then, and should be gone within three
    /// seconds: the rest of the cluster takes over what this node owned.
    /// </summary>
    Task<NodeEndedException> Ended { get; }
}
