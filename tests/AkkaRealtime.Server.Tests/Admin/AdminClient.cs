using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Admin;

/// <summary>An operator with a key.</summary>
public sealed class AdminClient : IDisposable
{
    /// <summary>The key that <see cref="StartAsync"/> gives a server.</summary>
    public const string Key = "a key for tests of 32 characters or more";

    /// <summary>Another one, of which <see cref="StartAsync"/> gives a server only the hash.</summary>
    public const string HashedKey = "another key for tests, configured by its hash";

    /// <summary>One that may only write messages.</summary>
    public const string BotKey = "a key for tests that may write messages";

    private readonly HttpClient _http;

    /// <summary>Holds <paramref name="key"/>, or none.</summary>
    public AdminClient(ServerProcess server, string? key = Key)
    {
        _http = new HttpClient { BaseAddress = new Uri(server.Url, "/api/v1/admin/"), Timeout = TimeSpan.FromSeconds(60) };
        if (key is not null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>A server whose operators hold <see cref="Key"/> and <see cref="HashedKey"/>.</summary>
    public static Task<ServerProcess> StartAsync(params (string Option, string Value)[] more) => ServerProcess.StartAsync(new ServerSettings
    {
        Options = new Dictionary<string, string>(more.Select(o => new KeyValuePair<string, string>(o.Option, o.Value)))
        {
            ["AkkaRealtime:Admin:ApiKeys:0"] = Key,
            ["AkkaRealtime:Admin:ApiKeys:1"] = HashOf(HashedKey),
            ["AkkaRealtime:Admin:Keys:0:Key"] = HashOf(BotKey),
            ["AkkaRealtime:Admin:Keys:0:Scopes:0"] = "messages:write",
            ["AkkaRealtime:Limits:RateLimiting"] = "false",
            ["AkkaRealtime:Webhooks:AllowPrivateAddresses"] = "true",
        },
    });

    /// <summary>A key as an operator may write it into the configuration.</summary>
    public static string HashOf(string key) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}";

    /// <summary>Sends a request and returns the answer, whatever it is.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod method, string path, object? body = null, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return (response.StatusCode, JsonElement.Parse(text.Length == 0 ? "{}" : text));
    }

    /// <summary>Uploads a file to a room, as <paramref name="user"/>.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body, Uri? Location)> UploadAsync(string room, string name, byte[] bytes, string? user = null)
    {
        using var content = new ByteArrayContent(bytes);
        using var response = await _http.PostAsync(new Uri($"rooms/{room}/files?name={Uri.EscapeDataString(name)}{(user is null ? "" : $"&user={user}")}", UriKind.Relative), content);
        return (response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync()), response.Headers.Location);
    }

    /// <summary>The bytes of a file.</summary>
    public Task<byte[]> DownloadAsync(Uri location) => _http.GetByteArrayAsync(location);

    /// <summary>Sends a request that is expected to succeed.</summary>
    public async Task<JsonElement> DoAsync(HttpMethod method, string path, object? body = null)
    {
        var (status, answer) = await SendAsync(method, path, body);
        Assert.True((int)status is >= 200 and < 300, $"{method} {path}: {status} {answer}");
        return answer;
    }

    /// <summary>Reads.</summary>
    public Task<JsonElement> GetAsync(string path) => DoAsync(HttpMethod.Get, path);

    /// <summary>Makes a room; its id.</summary>
    public async Task<string> CreateRoomAsync(string name, string owner, params string[] members) =>
        (await DoAsync(HttpMethod.Post, "rooms", new { kind = "group", name, owner, members })).GetProperty("id").GetString()!;

    /// <summary>The lines of a user's export.</summary>
    public async Task<IReadOnlyList<JsonElement>> ExportAsync(string user)
    {
        using var response = await _http.GetAsync(new Uri($"users/{user}/export", UriKind.Relative));
        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType!.MediaType);
        return [.. (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonElement.Parse(l))];
    }

    /// <summary>Asks until the answer fits.</summary>
    public Task<JsonElement> UntilAsync(string path, Func<JsonElement, bool> fits) => AnotherProcess.UntilAsync(() => GetAsync(path), fits);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
