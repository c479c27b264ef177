using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace AkkaRealtime.Connections.Management;

/// <summary>Marks what is the operator's.</summary>
internal sealed class ManagementMetadata
{
    /// <summary>The only one.</summary>
    public static readonly ManagementMetadata Instance = new();
}

/// <summary>
/// Keeps the operator's endpoints on <see cref="ManagementOptions.Port"/>, where there is one, and all others off it. They are 404 elsewhere rather than unknown: the page answers
/// what nobody knows with itself, and a balancer would take that for health.
/// </summary>
internal sealed class ManagementEndpoints(ManagementOptions options) : MatcherPolicy, IEndpointSelectorPolicy
{
    private static readonly Endpoint Elsewhere = new(
        http => TypedResults.Problem("This is on the port for management.", statusCode: StatusCodes.Status404NotFound).ExecuteAsync(http), EndpointMetadataCollection.Empty, "Management, elsewhere");

    /// <inheritdoc/>
    public override int Order => int.MinValue;

    /// <inheritdoc/>
    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => options.Port > 0;

    /// <inheritdoc/>
    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var isHere = httpContext.Connection.LocalPort == options.Port;
        for (var i = 0; i < candidates.Count; i++)
        {
            if (!candidates.IsValidCandidate(i))
                continue;
            var isManagement = candidates[i].Endpoint.Metadata.GetMetadata<ManagementMetadata>() is not null;
            if (isHere && !isManagement)
                candidates.SetValidity(i, value: false);
            else if (!isHere && isManagement)
                candidates.ReplaceEndpoint(i, Elsewhere, candidates[i].Values);
        }

        return Task.CompletedTask;
    }
}
