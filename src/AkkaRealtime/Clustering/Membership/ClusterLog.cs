using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Clustering.Membership;

/// <summary>What the cluster's membership logs.</summary>
internal static partial class ClusterLog
{
    [LoggerMessage(EventId = 1001, Level = LogLevel.Critical, Message = "{Reason} Clients are sent away and the process ends with {ExitCode}.")]
    public static partial void Ended(ILogger log, string reason, int exitCode);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Information, Message = "Founded the cluster as {Address}.")]
    public static partial void Founded(ILogger log, string address);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Information, Message = "Joining the cluster of {Nodes} as {Address}.")]
    public static partial void Joining(ILogger log, string nodes, string address);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Information, Message = "A member of the cluster, as {Address}.")]
    public static partial void Up(ILogger log, string address);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Debug, Message = "The node table could not be read or written.")]
    public static partial void TableAway(ILogger log, Exception e);

    [LoggerMessage(EventId = 1006, Level = LogLevel.Error, Message = "Another cluster lives on this database: {Nodes}. Its nodes are younger and end by themselves.")]
    public static partial void Another(ILogger log, string nodes);

    [LoggerMessage(EventId = 1008, Level = LogLevel.Warning, Message = "Another node sends messages of the kind '{Kind}', which this version doesn't know: they are skipped, and counted. The changelog says which versions can share a cluster.")]
    public static partial void UnknownKind(ILogger log, string kind);

    [LoggerMessage(EventId = 1007, Level = LogLevel.Warning, Message = "The database decides which part of the cluster goes on: {Verdict} ({Nodes} can't be reached).")]
    public static partial void Decided(ILogger log, string verdict, string nodes);
}
