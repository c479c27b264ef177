using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Files;

/// <summary>A person who speaks both: the socket, and HTTP with the same token.</summary>
internal sealed class FileClient : IAsyncDisposable
{
    private static readonly HttpClient Http = new();
    private readonly Uri _server;

    private FileClient(Uri server, SignedIn me, RawClient socket) => (_server, Me, Socket) = (server, me, socket);

    public SignedIn Me { get; }

    public RawClient Socket { get; }

    public static async Task<FileClient> SignInAsync(ServerProcess server, string? name = null)
    {
        var me = await SignedIn.ByNameAsync(server.Url, name ?? ServerFixture.NewName());
        return new FileClient(server.Url, me, await RawClient.ConnectAsync(server.SocketUrl, me.Token));
    }

    /// <summary>A new group with those who are named.</summary>
    public async Task<string> CreateAsync(params FileClient[] members)
    {
        var reply = await Socket.RequestAsync("chat.create", new { kind = "group", name = "Files", members = members.Select(m => m.Me.User) });
        return reply.Data.GetProperty("room").GetProperty("id").GetString()!;
    }

    /// <summary>Uploads as the whole body.</summary>
    public Task<HttpResponseMessage> PostAsync(string room, string? name, HttpContent content, string? token = null) => SendAsync(
        HttpMethod.Post, $"/api/v1/rooms/{room}/files{(name is null ? "" : $"?name={Uri.EscapeDataString(name)}")}", token: token, content: content);

    /// <summary>Uploads and gives what the answer holds.</summary>
    public async Task<Uploaded> UploadAsync(string room, string name, byte[] bytes, string type = "application/octet-stream")
    {
        using var response = await PostAsync(room, name, Body(bytes, type));
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Created, $"{response.StatusCode}: {body}");
        return JsonSerializer.Deserialize<Uploaded>(body, JsonSerializerOptions.Web)!;
    }

    public Task<HttpResponseMessage> GetAsync(string url, Action<HttpRequestMessage>? configure = null) => SendAsync(HttpMethod.Get, url, configure);

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string url, Action<HttpRequestMessage>? configure = null, string? token = null, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(_server, url)) { Content = content };
        if (token != "")
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Me.Token);
        configure?.Invoke(request);
        return await Http.SendAsync(request);
    }

    /// <summary>Sends a message with files, by their ids alone, and returns its id.</summary>
    public async Task<string> SendAsync(string room, params Uploaded[] files) => (await Socket.RequestAsync(
        "chat.send", new { room, key = Guid.NewGuid().ToString("n"), text = "", attachments = files.Select(f => new { id = f.Id }) }))["id"]!;

    public static ByteArrayContent Body(byte[] bytes, string? type = null)
    {
        var content = new ByteArrayContent(bytes);
        if (type is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    public ValueTask DisposeAsync() => Socket.DisposeAsync();

    internal sealed record Uploaded(string Id, string Name, string Type, long Size, string Url, int? Width, int? Height);
}
