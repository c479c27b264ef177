using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains.Handlers;

/// <summary>One type of request that the host handles: how it is read, checked and answered. Immutable.</summary>
internal abstract class RequestHandler(string type)
{
    /// <summary>The type.</summary>
    public string Type { get; } = type;

    /// <summary>What a request costs of the budgets of user and address.</summary>
    public int Cost { get; init; } = 1;

    /// <summary>Its entry of the catalog. The data is copied: the connection's buffer is used again.</summary>
    public RequestType Entry => new(Type, data => new HandlerRequest(this, data.ToArray())) { Router = HandlerRouterActor.Name };

    /// <summary>Decodes, validates and answers a request.</summary>
    /// <exception cref="Exception">Whatever the host's code throws.</exception>
    public abstract Task<HandlerAnswer> AnswerAsync(
        IServiceProvider services, Caller caller, string? @ref, ReadOnlyMemory<byte> data, CancellationToken cancel);
}
