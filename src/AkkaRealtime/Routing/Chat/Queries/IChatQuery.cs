using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Queries;

/// <summary>
/// Answers one type of request that only reads (protocol §3): checks the right to read, asks the store, encodes. It runs outside of any actor and has no
/// state, so any number of answers may be under way.
/// </summary>
/// <typeparam name="TRequest">The request; one query answers each type.</typeparam>
internal interface IChatQuery<in TRequest>
    where TRequest : IChatRequest
{
    /// <summary>
    /// What the connection is told, in order: envelopes, and commands to the connection itself. An <see cref="IRoomCommand"/> among it goes to the room's
    /// owner, with the connection as its sender.
    /// </summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="ref">The client's correlation, to be repeated in the reply or error.</param>
    /// <param name="request">Validated.</param>
    /// <param name="cancel">The node stops.</param>
    /// <exception cref="StoreUnavailableException">The store can't be reached: the client is told to try again.</exception>
    Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, TRequest request, CancellationToken cancel);
}
