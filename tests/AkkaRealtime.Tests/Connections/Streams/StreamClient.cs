using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace AkkaRealtime.Tests.Connections.Streams;

/// <summary>A connection without a WebSocket: reads the events of its stream, and sends by requests.</summary>
internal sealed class StreamClient : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly IAsyncEnumerator<SseItem<string>> _events;
    private readonly CancellationTokenSource _enough = new(Patient.Wait);
    private int _seq;

    private StreamClient(HttpClient http, HttpResponseMessage response, Stream body)
    {
        (_http, Response) = (http, response);
        _events = SseParser.Create(body).EnumerateAsync(_enough.Token).GetAsyncEnumerator(_enough.Token);
    }

    /// <summary>The answer that doesn't end.</summary>
    public HttpResponseMessage Response { get; }

    /// <summary>Its name, once <see cref="OpenAsync"/> has read it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Opens one, and reads its name.</summary>
    public static async Task<StreamClient> OpenAsync(Uri server, string? token = "alice", string query = "", bool http2 = false)
    {
        var client = await AskAsync(server, token, query, http2);
        var first = await client.NextAsync();
        Assert.Equal("open", first.EventType);
        client.Name = JsonDocument.Parse(first.Data).RootElement.GetProperty("stream").GetString()!;
        return client;
    }

    /// <summary>Asks for one.</summary>
    public static async Task<StreamClient> AskAsync(Uri server, string? token = "alice", string query = "", bool http2 = false, string? origin = null)
    {
        var http = new HttpClient { BaseAddress = server, DefaultRequestVersion = http2 ? HttpVersion.Version20 : HttpVersion.Version11, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/ws/ws/stream?{query}") { Version = http.DefaultRequestVersion, VersionPolicy = http.DefaultVersionPolicy };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (origin is not null)
            request.Headers.TryAddWithoutValidation("Origin", origin);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new StreamClient(http, response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event.</summary>
    public async Task<SseItem<string>> NextAsync()
    {
        Assert.True(await _events.MoveNextAsync(), "the stream has ended");
        return _events.Current;
    }

    /// <summary>The next envelope.</summary>
    public async Task<JsonElement> ReceiveAsync()
    {
        var next = await NextAsync();
        Assert.True(next.EventType == "message", $"{next.EventType}: {next.Data}");
        return JsonDocument.Parse(next.Data).RootElement;
    }

    /// <summary>The session is ready.</summary>
    public async Task<JsonElement> ReadyAsync()
    {
        var ready = await ReceiveAsync();
        Assert.Equal("session.ready", ready.GetProperty("type").GetString());
        return ready.GetProperty("data");
    }

    /// <summary>The code that the server closes with, whatever comes before; behind it, the stream ends.</summary>
    public async Task<int> CloseCodeAsync()
    {
        SseItem<string> next;
        while ((next = await NextAsync()).EventType != "close")
        {
        }

        Assert.False(await _events.MoveNextAsync());
        return JsonDocument.Parse(next.Data).RootElement.GetProperty("code").GetInt32();
    }

    /// <summary>Sends envelopes, under the next number.</summary>
    public async Task SendAsync(params string[] envelopes) => Assert.Equal(HttpStatusCode.NoContent, await PostAsync(++_seq, envelopes));

    /// <summary>Sends envelopes, and says what the server says.</summary>
    public Task<HttpStatusCode> PostAsync(int seq, params string[] envelopes) => PostAsync(Name, $"seq={seq}", new StringContent(string.Join('\n', envelopes)));

    /// <summary>Sends anything.</summary>
    public async Task<HttpStatusCode> PostAsync(string name, string query, HttpContent body)
    {
        using var response = await _http.PostAsync(new Uri($"/ws/ws/stream/{name}?{query}", UriKind.Relative), body, _enough.Token);
        return response.StatusCode;
    }

    /// <summary>Says goodbye.</summary>
    public async Task<HttpStatusCode> LeaveAsync()
    {
        using var response = await _http.DeleteAsync(new Uri($"/ws/ws/stream/{Name}", UriKind.Relative), _enough.Token);
        return response.StatusCode;
    }

    /// <summary>Goes without a word.</summary>
    public void Cut() => Response.Dispose();

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Response.Dispose();
        _http.Dispose();
        _enough.Dispose();
        return ValueTask.CompletedTask;
    }
}
