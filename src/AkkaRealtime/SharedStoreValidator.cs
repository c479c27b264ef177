using Microsoft.Extensions.Options;

namespace AkkaRealtime;

/// <summary>Refuses a cluster of nodes that each have a store of their own: every room would be there on one of them only.</summary>
/// <param name="shared">Whether the store is one for all nodes.</param>
internal sealed class SharedStoreValidator(bool shared) : IValidateOptions<RealtimeOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, RealtimeOptions options) => shared || options.Cluster.SeedNodes.Count == 0
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail(
            "AkkaRealtime:Cluster:SeedNodes is set, but each node would have a SQLite store of its own. Set ConnectionStrings:Postgres, by which nodes find each other without seed nodes, or remove SeedNodes.");
}
