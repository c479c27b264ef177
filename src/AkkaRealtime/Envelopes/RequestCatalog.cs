using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AkkaRealtime.Envelopes;

/// <summary>Every <c>type</c> that a client may send, and the record it is decoded to. Immutable.</summary>
public sealed class RequestCatalog
{
    private readonly FrozenDictionary<string, RequestType> _types;

    /// <summary>Puts the domains' entries together; a type that is named twice is a bug and throws.</summary>
    public RequestCatalog(params IEnumerable<RequestType>[] domains) =>
        _types = domains.SelectMany(d => d).ToFrozenDictionary(t => t.Type, StringComparer.Ordinal);

    /// <summary>Decodes the <c>data</c> of one request.</summary>
    public delegate IRequest? Decoder(ReadOnlySpan<byte> data);

    /// <summary>All types, for docs and specs.</summary>
    public IReadOnlyCollection<string> Types => _types.Keys;

    /// <inheritdoc cref="TryDecode(in ReceivedEnvelope, out IRequest?, out string, out RequestError?)"/>
    public bool TryDecode(in ReceivedEnvelope envelope, out IRequest? request, out RequestError? error) =>
        TryDecode(envelope, out request, out _, out error);

    /// <summary>
    /// Decodes and validates, and says which router it is for. False with <see cref="ErrorCode.UnknownType"/>, or <see cref="ErrorCode.BadRequest"/> and the field at fault.
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
            request = type.Decode(envelope.Data.Span);
            error = request is null ? RequestError.Bad("data", "\"data\" is an object.") : request.Validate();
        }
        catch (JsonException e)
        {
            var field = FieldOf(e.Path);
            error = RequestError.Bad(field, $"\"{field}\" has the wrong type.");
        }
        catch (InvalidOperationException)
        {
            error = RequestError.Bad("data", "A text in \"data\" is not valid Unicode.");
        }

        return error is null;
    }

    // "$.roles['bob']" and "$.users[2]" are faults of "roles" and "users".
    private static string FieldOf(string? path)
    {
        if (path is null || !path.StartsWith("$.", StringComparison.Ordinal))
            return "data";
        var name = path.AsSpan(2);
        var end = name.IndexOfAny('.', '[');
        return (end < 0 ? name : name[..end]).ToString();
    }

    private static string Shorten(string type) => type.Length <= 64 ? type : string.Concat(type.AsSpan(0, 64), "…");
}

/// <summary>One entry of the catalog.</summary>
/// <param name="Type">The envelope's type.</param>
/// <param name="Decode">Decodes its data.</param>
public sealed record RequestType(string Type, RequestCatalog.Decoder Decode)
{
    /// <summary>The router that the connection tells: the part of the type before the dot, unless another is named.</summary>
    public string Router { get; init; } = Type[..Math.Max(Type.IndexOf('.', StringComparison.Ordinal), 0)];

    /// <summary>An entry that is decoded by source-generated JSON.</summary>
    public static RequestType Of<T>(string type, JsonTypeInfo<T> json)
        where T : class, IRequest => new(type, data => JsonSerializer.Deserialize(data, json));
}
