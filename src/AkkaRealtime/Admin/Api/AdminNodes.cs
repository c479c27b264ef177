using System.Text.Json.Serialization;
using AkkaRealtime.Admin.Nodes;
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
        TypedResults.Ok(new NodeList(nodes.Self, await nodes.ListAsync(cancel)));

    private static async Task<Results<Ok<ClusterNode>, ProblemHttpResult>> DrainAsync(DrainBody body, ClusterNodes nodes, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(body.Address) || body.Draining is not { } draining)
            return AdminProblems.Bad("address and draining are needed: a node as GET nodes lists it, and true or false.");
        return await nodes.DrainAsync(body.Address, draining, cancel) is { } node ? TypedResults.Ok(node) : AdminProblems.NotFound("node");
    }
}

/// <summary>All nodes, and which of them answers.</summary>
internal sealed record NodeList(string Node, IReadOnlyList<ClusterNode> Nodes);

/// <summary>Takes a node out, or back in.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record DrainBody(string? Address, bool? Draining);
