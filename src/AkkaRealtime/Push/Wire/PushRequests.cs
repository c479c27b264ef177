using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using AkkaRealtime.Domains.Handlers;
using AkkaRealtime.Envelopes;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Push.Wire;

/// <summary><c>push.subscribe</c>: push to this device what its user is to be told of while nobody looks.</summary>
internal sealed record PushSubscribeRequest(string? Endpoint = null, PushSubscriptionKeys? Keys = null) : IRequest
{
    private const int PointBytes = 65;
    private const int AuthBytes = 16;

    /// <inheritdoc/>
    public RequestError? Validate()
    {
        if (PushUnsubscribeRequest.CheckEndpoint(Endpoint) is { } fault)
            return fault;
        if (!IsPoint(Bytes(Keys?.P256dh)))
            return RequestError.Bad("keys", "\"keys.p256dh\" is the subscription's public key: an uncompressed point of P-256 as base64url.");
        return Bytes(Keys?.Auth)?.Length == AuthBytes ? null : RequestError.Bad("keys", "\"keys.auth\" is the subscription's secret: 16 bytes as base64url.");
    }

    private static byte[]? Bytes(string? text) => text is { Length: <= 128 } && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;

    // A point that is not on the curve could never be encrypted for.
    private static bool IsPoint(byte[]? bytes)
    {
        if (bytes is not [4, ..] || bytes.Length != PointBytes)
            return false;
        try
        {
            using var key = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = bytes[1..33], Y = bytes[33..] } });
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}

/// <summary>By what a device's pushes are encrypted, as the Push API's <c>PushSubscription.toJSON()</c> has it.</summary>
internal sealed record PushSubscriptionKeys(string? P256dh = null, string? Auth = null);

/// <summary><c>push.unsubscribe</c>: push there no more.</summary>
internal sealed record PushUnsubscribeRequest(string? Endpoint = null) : IRequest
{
    private const int MaxLength = 2_048;

    /// <inheritdoc/>
    public RequestError? Validate() => CheckEndpoint(Endpoint);

    /// <summary>What is wrong with an address; null: nothing.</summary>
    public static RequestError? CheckEndpoint(string? endpoint) =>
        endpoint is { Length: > 0 and <= MaxLength } && Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            ? null
            : RequestError.Bad("endpoint", $"\"endpoint\" is the address that the browser's push service gave, of at most {MaxLength} characters.");
}

/// <summary><c>push.ok</c>: it is stored.</summary>
internal sealed record PushOk;

/// <summary>What clients ask of push (protocol §5).</summary>
internal static class PushRequests
{
    private const int SubscribeCost = 5;

    /// <summary>Their entries of the catalog.</summary>
    public static IReadOnlyList<RequestType> Types { get; } =
    [
        new JsonRequestHandler<PushSubscribeRequest, PushOk>(
            "push.subscribe",
            PushJson.Default.PushSubscribeRequest,
            (services, caller, request, cancel) => services.GetRequiredService<PushService>().SubscribeAsync(caller, request, cancel),
            Ok) { Cost = SubscribeCost }.Entry,
        new JsonRequestHandler<PushUnsubscribeRequest, PushOk>(
            "push.unsubscribe",
            PushJson.Default.PushUnsubscribeRequest,
            (services, caller, request, cancel) => services.GetRequiredService<PushService>().UnsubscribeAsync(caller, request, cancel),
            Ok).Entry,
    ];

    private static EncodedEnvelope Ok(PushOk reply, string? @ref) => EnvelopeWriter.Write("push.ok", reply, PushJson.Default.PushOk, @ref);
}

/// <summary>The JSON of push.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PushSubscribeRequest))]
[JsonSerializable(typeof(PushUnsubscribeRequest))]
[JsonSerializable(typeof(PushOk))]
internal sealed partial class PushJson : JsonSerializerContext;
