using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Outbound;

namespace AkkaRealtime.Connections.Hook;

/// <summary>Asks another server of the operator's whose a token is.</summary>
internal sealed class HttpConnectHook : IDisposable
{
    private const int MaxAnswerBytes = 65_536;

    private readonly SignedRequests _server;

    public HttpConnectHook(ConnectHookOptions options, TimeProvider time) =>
        _server = new SignedRequests(new Uri(options.Url!), options.Secret!, options.Concurrency, MaxAnswerBytes, time);

    /// <summary>Who the token speaks for; null where the other server refuses it.</summary>
    /// <exception cref="HttpRequestException">There is no answer, or one that says nothing of the token.</exception>
    /// <exception cref="JsonException">The answer is no JSON of the right form.</exception>
    public async Task<Identity?> AskAsync(string token, CancellationToken cancel)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new Question("token.check", token), ConnectHookJson.Default.Question);
        var answer = await _server.PostAsync(body, cancel).ConfigureAwait(false) is { } text ? JsonSerializer.Deserialize(text, ConnectHookJson.Default.Answer) : null;
        return answer switch
        {
            { Action: "refuse" } => null,
            { Action: "allow" } => IdentityOf(answer),
            _ => throw new HttpRequestException($"{_server.Host} answered without an \"action\" that is allow or refuse"),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    private Identity IdentityOf(Answer answer)
    {
        if (!Identity.TryCreate(answer.User, answer.Name, answer.ExpiresAt, out var identity, out var rule))
            throw new HttpRequestException($"{_server.Host} answered with a \"user\" that can be none: {rule}");
        return identity with { Picture = answer.Picture, TokenId = answer.TokenId is { Length: > 0 } id ? id : null, IssuedAt = answer.IssuedAt };
    }

    /// <summary>What is posted.</summary>
    internal sealed record Question(string Type, string Token);

    /// <summary>What is answered.</summary>
    internal sealed record Answer(
        string? Action = null,
        string? User = null,
        string? Name = null,
        string? Picture = null,
        DateTimeOffset? ExpiresAt = null,
        string? TokenId = null,
        DateTimeOffset? IssuedAt = null);
}

/// <summary>JSON of question and answer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HttpConnectHook.Question))]
[JsonSerializable(typeof(HttpConnectHook.Answer))]
internal sealed partial class ConnectHookJson : JsonSerializerContext;
