using System.Text.Json.Serialization;
using AkkaRealtime.Admin.Nodes;
using AkkaRealtime.Envelopes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace AkkaRealtime.Admin.Api;

/// <summary>The nodes of the cluster: what each says of itself, and taking one out.</summary>
internal static class AdminNodes
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapNodes(this IEndpointRouteBuilder admin)
    {
        var nodes = admin.MapGroup("/nodes").WithTags("Node");
        nodes.MapGet("/", ListAsync).WithName("listNodes").Needs(AdminScopes.ReadNode)
            .WithSummary("All nodes of the cluster with what they say of themselves; one that does not answer within two seconds has no figures.");
        nodes.MapPost("/drain", DrainAsync).WithName("drainNode")
            .WithSummary("Takes a node out: it is not ready, takes no connection and lets go of those it has; or, with draining = false, back in.");
    }

    private static async Task<Ok<NodeList>> ListAsync(ClusterNodes nodes, CancellationToken cancel) =>
        TypedResults.Ok(new NodeList(nodes.Self, [.. (await nodes.ListAsync(cancel)).Select(Item)]));

    private static async Task<Results<Ok<NodeDetails>, ProblemHttpResult>> DrainAsync(DrainBody body, ClusterNodes nodes, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(body.Address) || body.Draining is not { } draining)
            return AdminProblems.Bad("address and draining are needed: a node as GET nodes lists it, and true or false.");
        return await nodes.DrainAsync(body.Address, draining, cancel) is { } node ? TypedResults.Ok(Item(node)) : AdminProblems.NotFound("node");
    }

    private static NodeDetails Item(ClusterNode node) => new(node.Address, node.Status, node.Reachable, node.Figures is { } f
        ? new NodeFiguresItem(
            f.Version, f.StartedAt, f.At, f.Connections, f.MaxConnections, f.Draining, f.UsersOnline, f.Calls, f.MessagesIn, f.MessagesOut, f.Deliveries, f.ActorRestarts,
            f.CpuSeconds, f.MemoryBytes, f.Queues, f.Drops, f.Closes)
        : null);
}

/// <summary>All nodes, and which of them answers.</summary>
internal sealed record NodeList(string Node, IReadOnlyList<NodeDetails> Nodes);

/// <summary>A node; figures are null where it does not answer.</summary>
internal sealed record NodeDetails(string Address, string Status, bool Reachable, NodeFiguresItem? Figures);

/// <summary>What a node says of itself: now, and counted since it started.</summary>
internal sealed record NodeFiguresItem(
    string Version,
    [property: JsonConverter(typeof(WireTimeConverter))] DateTimeOffset StartedAt,
    [property: JsonConverter(typeof(WireTimeConverter))] DateTimeOffset At,
    int Connections,
    int MaxConnections,
    bool Draining,
    long UsersOnline,
    long Calls,
    long MessagesIn,
    long MessagesOut,
    long Deliveries,
    long ActorRestarts,
    double CpuSeconds,
    long MemoryBytes,
    IReadOnlyDictionary<string, long> Queues,
    IReadOnlyDictionary<string, long> Drops,
    IReadOnlyDictionary<string, long> Closes);

/// <summary>Takes a node out, or back in.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record DrainBody(string? Address, bool? Draining);
