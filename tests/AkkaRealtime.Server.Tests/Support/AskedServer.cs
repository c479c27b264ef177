using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Server.Tests.Support;

/// <summary>A server of the operator's that ours asks by signed requests. It answers 401 to what is not signed.</summary>
public sealed class AskedServer : IAsyncDisposable
{
    /// <summary>What requests have to be signed with.</summary>
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly WebApplication _app;

    private AskedServer(Func<JsonElement, Task<IResult>> answer)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapPost("/asked", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            var body = await reader.ReadToEndAsync();
            var signed = Encoding.UTF8.GetBytes($"{request.Headers["webhook-id"]}.{request.Headers["webhook-timestamp"]}.{body}");
            if (request.Headers["webhook-signature"] != $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Secret["whsec_".Length..]), signed))}")
                return Results.StatusCode(401);
            var asked = JsonElement.Parse(body);
            Asked.Enqueue(asked);
            return await answer(asked);
        });
    }

    /// <summary>Where it is asked.</summary>
    public string Url => $"{_app.Urls.First()}/asked";

    /// <summary>What it was asked, in order.</summary>
    public ConcurrentQueue<JsonElement> Asked { get; } = new();

    /// <summary>Starts one that answers by <paramref name="answer"/>.</summary>
    public static async Task<AskedServer> StartAsync(Func<JsonElement, Task<IResult>> answer)
    {
        var server = new AskedServer(answer);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Answers no more.</summary>
    public Task StopAsync() => _app.StopAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
