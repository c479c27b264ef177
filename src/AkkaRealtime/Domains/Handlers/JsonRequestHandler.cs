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
    public override RequestError? Validate(object body)
    {
        if (body is IRoomBound { Room: not { Value.Length: > 0 } })
            return RoomMissing;
        return body is IRequest request ? request.Validate() : _rules.Check(body);
    }

    /// <inheritdoc/>
    public override async Task<EncodedEnvelope?> AnswerAsync(
        IServiceProvider services, Caller caller, string? @ref, object body, CancellationToken cancel)
    {
        if (await RoomAccessCheck.RefuseAsync(services, caller, body, cancel).ConfigureAwait(false) is { } refused)
            return EnvelopeWriter.Error(refused, @ref);
        var reply = await call(services, caller, (TRequest)body, cancel).ConfigureAwait(false);
        return reply.Error is { } error ? EnvelopeWriter.Error(error, @ref) : write(reply.Value!, @ref);
    }

    /// <inheritdoc/>
    protected override IRequest? Decode(ReadOnlySpan<byte> data)
    {
        try
        {
            return JsonSerializer.Deserialize(data, json) is { } body ? new HandlerRequest(this, body) : null;
        }
        catch (JsonException e) when (e.Path is null or "$" && _rules.Missing(data) is { } missing)
        {
            return new HandlerRequest(this, null, missing);
        }
    }
}
