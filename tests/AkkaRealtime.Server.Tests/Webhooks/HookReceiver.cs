using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AkkaRealtime.Server.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Server.Tests.Webhooks;

/// <summary>What a receiver was sent.</summary>
public sealed record Hooked(string Id, long Timestamp, IReadOnlyList<string> Signatures, byte[] Body)
{
    /// <summary>The body.</summary>
    public JsonElement Json { get; } = JsonElement.Parse(Encoding.UTF8.GetString(Body));

    /// <summary>The type of the event.</summary>
    public string Type => Json.GetProperty("type").GetString()!;

    /// <summary>What it says.</summary>
    public JsonElement Data => Json.GetProperty("data");

    /// <summary>Whether it is signed with a secret, by the letter of Standard Webhooks.</summary>
    public bool IsSignedWith(string secret)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{Id}.{Timestamp}."), .. Body];
        return Signatures.Contains($"v1,{Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed))}");
    }
}

/// <summary>A server that webhooks are sent to.</summary>
public sealed class HookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Hooked> _all = new();

    private HookReceiver(WebApplication app) => _app = app;

    /// <summary>Its address.</summary>
    public string Url => _app.Urls.Single();

    /// <summary>What is answered to an event. Default 204.</summary>
    public Func<Hooked, HttpStatusCode> Answer { get; set; } = _ => HttpStatusCode.NoContent;

    /// <summary>What has come so far, accepted or not.</summary>
    public IReadOnlyList<Hooked> All => [.. _all];

    /// <summary>Starts one.</summary>
    public static async Task<HookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new HookReceiver(builder.Build());
        receiver._app.Run(receiver.ReceiveAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Waits until so many events that fit have come, and returns what has.</summary>
    public async Task<IReadOnlyList<Hooked>> WaitForAsync(int count, Func<Hooked, bool> fits)
    {
        await AnotherProcess.UntilAsync(() => All.Count(fits) >= count);
        return [.. All.Where(fits)];
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var hooked = new Hooked(
            http.Request.Headers["webhook-id"].Single()!,
            long.Parse(http.Request.Headers["webhook-timestamp"].Single()!, System.Globalization.CultureInfo.InvariantCulture),
            http.Request.Headers["webhook-signature"].Single()!.Split(' '),
            body.ToArray());
        _all.Enqueue(hooked);
        http.Response.StatusCode = (int)Answer(hooked);
    }
}
