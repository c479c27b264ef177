using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Tests.Push;

/// <summary>A push that a push service has taken, opened as the device would.</summary>
internal sealed record TakenPush(TestSubscriber To, string Text, string Urgency, string? Topic, int TimeToLive, string PublicKey, JsonElement Claims)
{
    /// <summary>What it says.</summary>
    public JsonElement Json { get; } = JsonElement.Parse(Text);

    /// <summary>What kind of thing happened.</summary>
    public string Kind => Json.GetProperty("kind").GetString()!;
}

/// <summary>A device that has subscribed at a push service.</summary>
internal sealed class TestSubscriber(string endpoint) : IDisposable
{
    private readonly Channel<TakenPush> _taken = Channel.CreateBounded<TakenPush>(1_000);

    public string Endpoint { get; } = endpoint;

    public ECDiffieHellman Key { get; } = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

    public byte[] Auth { get; } = RandomNumberGenerator.GetBytes(16);

    public string P256dh => Base64Url.EncodeToString(WebPushDecryption.PublicKeyOf(Key));

    public string AuthText => Base64Url.EncodeToString(Auth);

    /// <summary>What the service answers next, before it answers 201 again: a status, and seconds of <c>Retry-After</c>.</summary>
    public ConcurrentQueue<(int Status, int? RetryAfter)> Answers { get; } = new();

    public void Take(TakenPush push) => _taken.Writer.TryWrite(push);

    /// <summary>The next push that was taken.</summary>
    public async Task<TakenPush> NextAsync() => await _taken.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>Whether there is one already.</summary>
    public bool HasNext => _taken.Reader.TryPeek(out _);

    public void Dispose() => Key.Dispose();
}

/// <summary>
/// A push service on the loopback interface: takes what a push service takes (RFC 8030), refuses what it would refuse, checks who sends (RFC 8292), and opens it by the device's key.
/// </summary>
internal sealed class TestPushService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, TestSubscriber> _subscribers = new();
    private readonly ConcurrentQueue<string> _faults = new();

    private TestPushService(WebApplication app) => _app = app;

    /// <summary>Its origin, as <c>Push:Services</c> names it.</summary>
    public string Origin => _app.Urls.Single();

    /// <summary>What was wrong with requests.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    public static async Task<TestPushService> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var service = new TestPushService(builder.Build());
        service._app.MapPost("/push/{id}", service.TakeAsync);
        await service._app.StartAsync();
        return service;
    }

    /// <summary>A device subscribes.</summary>
    public TestSubscriber Subscribe()
    {
        var id = Guid.NewGuid().ToString("n");
        return _subscribers[id] = new TestSubscriber($"{Origin}/push/{id}");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        foreach (var subscriber in _subscribers.Values)
            subscriber.Dispose();
    }

    private async Task TakeAsync(HttpContext http, string id)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        if (!_subscribers.TryGetValue(id, out var to))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (to.Answers.TryDequeue(out var answer))
        {
            http.Response.StatusCode = answer.Status;
            if (answer.RetryAfter is { } seconds)
                http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return;
        }

        try
        {
            var headers = http.Request.Headers;
            var (key, claims) = Signed(headers.Authorization.ToString());
            if (headers.ContentEncoding != "aes128gcm")
                throw new InvalidDataException($"Content-Encoding is '{headers.ContentEncoding}'.");
            if (body.Length > 4_096)
                throw new InvalidDataException($"{body.Length} bytes are more than push services take.");
            if (headers["Topic"].ToString() is { Length: > 32 } topic)
                throw new InvalidDataException($"The topic '{topic}' is longer than 32.");
            var text = WebPushDecryption.Decrypt(body.ToArray(), to.Key, to.Auth);
            to.Take(new TakenPush(
                to, text, headers["Urgency"].ToString(), headers["Topic"], int.Parse(headers["TTL"].ToString(), CultureInfo.InvariantCulture), key, claims));
            http.Response.StatusCode = StatusCodes.Status201Created;
        }
        catch (Exception e)
        {
            _faults.Enqueue(e.ToString());
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
    }

    // vapid t=<jwt>, k=<public key>
    private static (string Key, JsonElement Claims) Signed(string authorization)
    {
        var parts = authorization["vapid ".Length..].Split(',').Select(p => p.Trim().Split('=', 2)).ToDictionary(p => p[0], p => p[1]);
        if (!authorization.StartsWith("vapid ", StringComparison.Ordinal))
            throw new InvalidDataException($"Authorization is '{authorization}'.");
        var jwt = parts["t"].Split('.');
        var point = Base64Url.DecodeFromChars(parts["k"]);
        using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..] } });
        if (!key.VerifyData(Encoding.ASCII.GetBytes($"{jwt[0]}.{jwt[1]}"), Base64Url.DecodeFromChars(jwt[2]), HashAlgorithmName.SHA256))
            throw new InvalidDataException("The token is not signed by its key.");
        if (JsonElement.Parse(Base64Url.DecodeFromChars(jwt[0])).GetProperty("alg").GetString() != "ES256")
            throw new InvalidDataException("The token is signed by another algorithm.");
        var claims = JsonElement.Parse(Base64Url.DecodeFromChars(jwt[1]));
        var end = DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("exp").GetInt64());

        // Push services have no port in their origin: the library leaves out ours.
        if (claims.GetProperty("aud").GetString() != "http://127.0.0.1")
            throw new InvalidDataException($"The token is for '{claims.GetProperty("aud")}'.");
        if (end <= TimeProvider.System.GetUtcNow() || end > TimeProvider.System.GetUtcNow().AddHours(24))
            throw new InvalidDataException($"The token ends at {end:O}: within the next 24 hours it may.");
        return (parts["k"], claims);
    }
}
