using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AkkaRealtime.Envelopes;

/// <summary>Every <c>type</c> that a client may send, and the record it is decoded to. Immutable.</summary>
internal sealed class RequestCatalog
{
    private readonly FrozenDictionary<string, RequestType> _types;

    /// <summary>Puts the domains' entries together; a type that is named twice is a bug and throws.</summary>
    public RequestCatalog(params IEnumerable<RequestType>[] domains) =>
        _types = domains.SelectMany(d => d).ToFrozenDictionary(t => t.Type, StringComparer.Ordinal);

    /// <summary>Decodes the <c>data</c> of one request.</summary>
    public delegate IRequest? Decoder(ReadOnlySpan<byte> data);

    /// <summary>All types, for docs and specs.</summary>
    public IReadOnlyCollection<string> Types => _types.Keys;

    /// <summary>
    /// Told of an exception that a request's own code threw, its constructor or its validation: a bug, which costs the request and nothing else.
    /// </summary>
    public Action<string, Exception>? Failed { get; init; }

    /// <summary>
    /// Decodes and validates, and says which router it is for. False with <see cref="ErrorCode.UnknownType"/>, with <see cref="ErrorCode.BadRequest"/>
    /// and the field at fault, or with <see cref="ErrorCode.Internal"/> where the request's own code failed.
    /// </summary>
    public bool TryDecode(in ReceivedEnvelope envelope, out IRequest? request, out string router, out RequestError? error)
    {
        request = null;
        router = "";
        if (!_types.TryGetValue(envelope.Type, out var type))
        {
            error = new RequestError(ErrorCode.UnknownType, $"There is no \"{Shorten(envelope.Type)}\".");
            return false;
        }

        router = type.Router;
        try
        {
            error = DecodingFaults.OfTexts(envelope.Data.Span) ?? TryDecode(type, envelope.Data.Span, out request) ?? request!.Validate();
        }
        catch (Exception e)
        {
            Failed?.Invoke(type.Type, e);
            error = RequestError.Failed;
        }

        return error is null;
    }

    private static RequestError? TryDecode(RequestType type, ReadOnlySpan<byte> data, out IRequest? request)
    {
        request = null;
        try
        {
            request = type.Decode(data);
            return request is null ? DecodingFaults.NoObject : null;
        }
        catch (Exception e) when (DecodingFaults.Of(e) is { } fault)
        {
            return fault;
        }
    }

    private static string Shorten(string type) => type.Length <= 64 ? type : string.Concat(type.AsSpan(0, 64), "…");
}

/// <summary>One entry of the catalog.</summary>
/// <param name="Type">The envelope's type.</param>
/// <param name="Decode">Decodes its data.</param>
internal sealed record RequestType(string Type, RequestCatalog.Decoder Decode)
{
    /// <summary>The router that the connection tells: the part of the type before the dot, unless another is named.</summary>
    public string Router { get; init; } = Type[..Math.Max(Type.IndexOf('.', StringComparison.Ordinal), 0)];

    /// <summary>An entry that is decoded by source-generated JSON, which <paramref name="json"/> makes when the first request of the type comes, not when a node starts.</summary>
    public static RequestType Of<T>(string type, Func<JsonTypeInfo<T>> json)
        where T : class, IRequest => new(type, data => JsonSerializer.Deserialize(data, json()));
}
