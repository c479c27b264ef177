using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains.Handlers;

/// <summary>One type of request that the host handles: how it is read, checked and answered. Immutable.</summary>
internal abstract class RequestHandler(string type)
{
    /// <summary>The type.</summary>
    public string Type { get; } = type;

    /// <summary>Its entry of the catalog.</summary>
    public RequestType Entry => new(Type, Decode) { Router = HandlerRouterActor.Name };

    /// <summary>What is wrong with a request, or null.</summary>
    public abstract RequestError? Validate(object body);

    /// <summary>Answers a request; null where nothing is to be answered.</summary>
    /// <exception cref="Exception">Whatever the host's code throws.</exception>
    public abstract Task<EncodedEnvelope?> AnswerAsync(IServiceProvider services, Caller caller, string? @ref, object body, CancellationToken cancel);

    /// <summary>Reads a request.</summary>
    protected abstract IRequest? Decode(ReadOnlySpan<byte> data);
}
