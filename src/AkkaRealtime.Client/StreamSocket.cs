using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace AkkaRealtime.Client;

/// <summary>
/// A connection for networks that let no WebSocket through: what comes, comes as events of a response that doesn't end, and what is sent goes in requests of its own, one after the other,
/// each under its number until it is answered (protocol §1, "Without WebSocket").
/// </summary>
internal sealed class StreamSocket : IMessageSocket
{
    // Promise: in order, nothing dropped; who sends more than is taken waits.
    private const int MaxWaiting = 256;
    private const byte LineBreak = (byte)'\n';

    // The server hears the client by its requests alone.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    // Comments come at each heartbeat, 25 s by default.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    // For as long a request may be without an answer that says something.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };

    private readonly Uri _url;
    private readonly string _token;
    private readonly TimeProvider _time;
    private readonly Channel<ReadOnlyMemory<byte>> _waiting = Channel.CreateBounded<ReadOnlyMemory<byte>>(MaxWaiting);
    private readonly CancellationTokenSource _ends = new();
    private HttpResponseMessage? _response;
    private StreamReader? _reader;
    private Task _sending = Task.CompletedTask;
    private Uri? _up;
    private int _maxBytes;
    private long _seq;

    public StreamSocket(Uri socketUrl, string token, string? ticket, TimeProvider time)
    {
        (_token, _time) = (token, time);
        var url = new UriBuilder(socketUrl) { Scheme = socketUrl.Scheme == "wss" ? "https" : "http" };
        url.Path = $"{url.Path.TrimEnd('/')}/stream";
        if (ticket is not null)
            url.Query = $"{(url.Query.Length > 1 ? $"{url.Query[1..]}&" : "")}resume={Uri.EscapeDataString(ticket)}";
        _url = url.Uri;
    }

    /// <inheritdoc/>
    public RealtimeTransport Transport => RealtimeTransport.Http;

    /// <inheritdoc/>
    public int HttpStatus { get; private set; }

    /// <inheritdoc/>
    public int? CloseCode { get; private set; }

    /// <inheritdoc/>
    public async Task ConnectAsync(CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        try
        {
            _response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw new IOException(e.Message, e);
        }

        HttpStatus = (int)_response.StatusCode;

        // Who knows of no streams may answer with a page.
        if (_response.StatusCode != HttpStatusCode.OK || _response.Content.Headers.ContentType?.MediaType != "text/event-stream")
            throw new IOException($"The server begins no stream: HTTP {HttpStatus}.");
        _reader = new StreamReader(await _response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false), Encoding.UTF8);
        if (await NextAsync(cancel).ConfigureAwait(false) is not ("open", { } opened))
            throw new IOException("The server's stream does not begin.");
        Begin(opened);
        _sending = Task.Run(FlushAsync, CancellationToken.None);
    }

    private void Begin(string opened)
    {
        try
        {
            var open = JsonElement.Parse(opened);
            _maxBytes = open.GetProperty("maxBytes").GetInt32();
            _up = new UriBuilder(_url) { Path = $"{_url.AbsolutePath}/{open.GetProperty("stream").GetString()}", Query = "" }.Uri;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new IOException("The server's stream does not begin as one of AkkaRealtime does.", e);
        }
    }

    /// <inheritdoc/>
    public async Task SendAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancel)
    {
        try
        {
            await _waiting.Writer.WriteAsync(utf8, cancel).ConfigureAwait(false);
        }
        catch (ChannelClosedException e)
        {
            throw new IOException("The connection is lost.", e);
        }
    }

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancel)
    {
        while (await NextAsync(cancel).ConfigureAwait(false) is var (name, data))
        {
            if (name is null && data is not null)
                return Encoding.UTF8.GetBytes(data);
            if (name == "close" && data is not null)
            {
                CloseCode = JsonElement.Parse(data).GetProperty("code").GetInt32();
                return null;
            }
        }

        throw new IOException("The connection is lost.");
    }

    /// <inheritdoc/>
    public async Task CloseAsync(CancellationToken cancel)
    {
        // Behind all that was sent.
        _waiting.Writer.TryComplete();
        await _sending.WaitAsync(cancel).ConfigureAwait(false);
        if (_up is null)
            return;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Delete, _up);
            using var response = await Http.SendAsync(request, cancel).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _waiting.Writer.TryComplete();
        _ends.Cancel();
        _reader?.Dispose();
        _response?.Dispose();
    }

    // The name of the next event, and its data; null at the end. Comments are signs of life only.
    private async Task<(string? Name, string? Data)?> NextAsync(CancellationToken cancel)
    {
        string? name = null, data = null;
        while (await LineAsync(cancel).ConfigureAwait(false) is { } line)
        {
            if (line.Length == 0)
            {
                if (data is not null)
                    return (name, data);
                name = null;
            }
            else if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                name = line[7..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                data = data is null ? line[6..] : $"{data}\n{line[6..]}";
            }
        }

        return null;
    }

    private async Task<string?> LineAsync(CancellationToken cancel)
    {
        using var silent = new CancellationTokenSource(Silence, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, silent.Token, _ends.Token);
        try
        {
            return await _reader!.ReadLineAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new IOException("The connection is lost.", e);
        }
        catch (Exception e) when (e is HttpRequestException or ObjectDisposedException)
        {
            throw new IOException("The connection is lost.", e);
        }
    }

    // What is sent while a request is under way goes with the next one.
    private async Task FlushAsync()
    {
        try
        {
            ReadOnlyMemory<byte>? left = null;
            while (left is not null || await ThereIsMoreAsync().ConfigureAwait(false))
            {
                using var body = new MemoryStream();
                left = Batch(body, left);
                await DeliverAsync(body.ToArray()).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // A server that has closed the connection answers requests by 404: why it did comes down the stream, perhaps a moment later.
            _waiting.Writer.TryComplete(e);
            _ends.CancelAfter(Farewell);
        }
    }

    // False at the end. After a while without anything, an empty request says that somebody is there.
    private async Task<bool> ThereIsMoreAsync()
    {
        var more = _waiting.Reader.WaitToReadAsync(_ends.Token).AsTask();
        while (true)
        {
            try
            {
                return await more.WaitAsync(KeepAlive, _time).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                await DeliverAsync([]).ConfigureAwait(false);
            }
        }
    }

    // A line each, and at least one; what is one too many is returned, and goes with the next request.
    private ReadOnlyMemory<byte>? Batch(MemoryStream body, ReadOnlyMemory<byte>? left)
    {
        while (left is { } next || _waiting.Reader.TryRead(out next))
        {
            left = null;
            if (body.Length > 0 && body.Length + 1 + next.Length > _maxBytes)
                return next;
            if (body.Length > 0)
                body.WriteByte(LineBreak);
            body.Write(next.Span);
        }

        return null;
    }

    // Until there is an answer that says something.
    private async Task DeliverAsync(byte[] body)
    {
        var seq = ++_seq;
        var began = _time.GetTimestamp();
        while (true)
        {
            var status = await PostAsync(seq, body).ConfigureAwait(false);
            if (status == 204)
                return;
            if (status is not (429 or >= 500) || _time.GetElapsedTime(began) > Patience)
                throw new IOException($"What was sent is not taken: HTTP {status}.");
            await Task.Delay(Again, _time, _ends.Token).ConfigureAwait(false);
        }
    }

    // The status of the answer; 500 where there was none.
    private async Task<int> PostAsync(long seq, byte[] body)
    {
        using var patience = new CancellationTokenSource(KeepAlive, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_ends.Token, patience.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{_up}?seq={seq}")) { Content = new ByteArrayContent(body) };
            using var response = await Http.SendAsync(request, either.Token).ConfigureAwait(false);
            return (int)response.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !_ends.IsCancellationRequested))
        {
            return 500;
        }
    }
}
