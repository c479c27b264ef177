using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains;

/// <summary>
/// Handles requests of one type. An instance is taken from a scope of its own for every request, so that its constructor may ask for scoped
/// services such as a database context.
/// </summary>
/// <typeparam name="TRequest">The <c>data</c> of the request.</typeparam>
/// <typeparam name="TReply">The <c>data</c> of the reply.</typeparam>
public interface IRequestHandler<in TRequest, TReply>
    where TRequest : class
    where TReply : notnull
{
    /// <summary>Answers a request. An exception becomes an <see cref="ErrorCode.Internal"/> error and is logged once.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="request">What is asked; it is valid.</param>
    /// <param name="cancel">Cancelled when the node stops.</param>
    Task<Reply<TReply>> HandleAsync(Caller caller, TRequest request, CancellationToken cancel);
}
