using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains.Handlers;

/// <summary>Runs the host's code for a request.</summary>
internal delegate Task<Reply<TReply>> HandlerCall<in TRequest, TReply>(IServiceProvider services, Caller caller, TRequest request, CancellationToken cancel)
    where TReply : notnull;

/// <summary>A handler whose request is read by System.Text.Json.</summary>
/// <typeparam name="TRequest">The host's record.</typeparam>
/// <typeparam name="TReply">What it is answered with.</typeparam>
/// <param name="type">The request's type.</param>
/// <param name="json">Reads it.</param>
/// <param name="call">The host's code.</param>
/// <param name="write">Writes the reply; null where there is none.</param>
internal sealed class JsonRequestHandler<TRequest, TReply>(
    string type, JsonTypeInfo<TRequest> json, HandlerCall<TRequest, TReply> call, Func<TReply, string?, EncodedEnvelope?> write) : RequestHandler(type)
    where TRequest : class
    where TReply : notnull
{
    private static readonly RequestError RoomMissing = RequestError.Bad("room", "\"room\" is the id of a room.");
    private readonly RequestRules _rules = new(json);

    /// <inheritdoc/>
    public override async Task<HandlerAnswer> AnswerAsync(
        IServiceProvider services, Caller caller, string? @ref, ReadOnlyMemory<byte> data, CancellationToken cancel)
    {
        if ((TryRead(data.Span, out var request) ?? Check(request!)) is { } fault)
            return HandlerAnswer.Refused(fault);
        if (await RoomAccessCheck.RefuseAsync(services, caller, request!, cancel).ConfigureAwait(false) is { } refused)
            return HandlerAnswer.Refused(refused);
        var reply = await call(services, caller, request!, cancel).ConfigureAwait(false);
        if (reply.Error is { } error)
            return HandlerAnswer.Refused(error);
        return reply.HasValue
            ? new(write(reply.Value!, @ref), null)
            : throw new InvalidOperationException($"The handler returned neither: return a reply of type {typeof(TReply).Name}, or a {nameof(RequestError)}.");
    }

    private RequestError? TryRead(ReadOnlySpan<byte> data, out TRequest? request)
    {
        request = null;
        try
        {
            request = JsonSerializer.Deserialize(data, json);
            return request is null ? DecodingFaults.NoObject : null;
        }
        catch (JsonException e) when (e.Path is null or "$" && _rules.Missing(data) is { } missing)
        {
            return missing;
        }
        catch (Exception e) when (DecodingFaults.Of(e) is { } fault)
        {
            return fault;
        }
    }

    private RequestError? Check(TRequest request)
    {
        if (request is IRoomBound { Room: not { Value.Length: > 0 } })
            return RoomMissing;
        return request is IRequest own ? own.Validate() : _rules.Check(request);
    }
}
