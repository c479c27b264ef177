namespace AkkaRealtime.Domains;

/// <summary>
/// A domain of the host's own, beside chat, calls and status: a router actor on every node that gets the domain's requests from connections, and
/// where it needs them owners that are sharded over the cluster, topics, and services. For a request that an async function can answer,
/// <c>Handle</c> is enough.
/// </summary>
public interface IRealtimeDomain
{
    /// <summary>The domain's name: 1 to 16 lower-case letters, digits and hyphens, such as <c>whiteboard</c>. It names the router, and what crosses nodes.</summary>
    string Name { get; }

    /// <summary>Says what the domain is made of; called once, when the host is set up.</summary>
    void Configure(DomainBuilder domain);
}
