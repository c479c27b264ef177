using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AkkaRealtime.TestKit;

/// <summary>
/// A client of a <see cref="RealtimeTestNode"/>, signed in. What it was sent waits until it is asked for, in order; each is given out once. Waiting ends
/// with a <see cref="TimeoutException"/> that says what came instead.
/// </summary>
public sealed class RealtimeTestClient : IDisposable
{
    // Only a spec that fails waits that long, or one on a machine that is busy.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly MemorySocket _socket;
    private readonly List<Received> _unread = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _lastRef;

    internal RealtimeTestClient(string user, MemorySocket socket)
    {
        (User, _socket) = (user, socket);
        socket.OnText = Receive;
    }

    /// <summary>The user's id.</summary>
    public string User { get; }

    /// <summary>The data of <c>session.ready</c>.</summary>
    public JsonElement Ready { get; internal set; }

    /// <summary>The code that the node closed with; null while it is open.</summary>
    public int? CloseCode => _socket.CloseCode;

    /// <summary>Sends a request and waits for its reply; the client chooses the <c>ref</c>.</summary>
    /// <param name="type">The type, such as <c>chat.create</c>.</param>
    /// <param name="data">An object that is written as JSON in camelCase; or left out.</param>
    /// <returns>The data of the reply, whatever its type.</returns>
    /// <exception cref="RealtimeRequestException">The reply was an <c>error</c>.</exception>
    public async Task<JsonElement> RequestAsync(string type, object? data = null)
    {
        var number = Interlocked.Increment(ref _lastRef).ToString(CultureInfo.InvariantCulture);
        Send(type, data, number);
        var reply = await FindAsync(e => e.Ref == number, $"the reply to {type}").ConfigureAwait(false);
        return reply.Type != "error"
            ? reply.Data
            : throw new RealtimeRequestException(reply.Data.GetProperty("code").GetString()!, reply.Data.GetProperty("message").GetString()!);
    }

    /// <summary>Sends something that has no reply, or whose reply doesn't matter.</summary>
    public void Send(string type, object? data = null) => Send(type, data, null);

    /// <summary>The data of the next event of this type: one that has come, or is to come.</summary>
    public async Task<JsonElement> NextAsync(string type) => (await FindAsync(e => e.Type == type, type).ConfigureAwait(false)).Data;

    /// <summary>Closes the connection as a page does, or ends it without a word, as a network does.</summary>
    public void Disconnect(bool withoutAWord = false) => _socket.Disconnect(withoutAWord);

    /// <inheritdoc/>
    public void Dispose() => _socket.Disconnect(withoutAWord: true);

    private void Send(string type, object? data, string? number)
    {
        var body = data is null ? new JsonObject() : JsonSerializer.SerializeToNode(data, JsonSerializerOptions.Web)!.AsObject();
        if (number is not null)
            body["ref"] = number;
        _socket.SendText(JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["type"] = type, ["data"] = body }));
    }

    private async Task<Received> FindAsync(Predicate<Received> wanted, string what)
    {
        using var enough = new CancellationTokenSource(Patience);
        while (true)
        {
            Task more;
            lock (_unread)
            {
                if (_unread.FindIndex(wanted) is >= 0 and var at)
                {
                    var found = _unread[at];
                    _unread.RemoveAt(at);
                    return found;
                }

                more = _more.Task;
            }

            try
            {
                await more.WaitAsync(enough.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{User} waited {Patience.TotalSeconds} s for {what}. {Instead()}");
            }
        }
    }

    private string Instead()
    {
        lock (_unread)
        {
            var came = _unread.Count == 0 ? "Nothing else came" : $"Instead came {string.Join(", ", _unread.Select(e => e.Type))}";
            return CloseCode is { } code ? $"{came}; the connection was closed with {code}." : $"{came}.";
        }
    }

    private void Receive(ReadOnlyMemory<byte> utf8)
    {
        var envelope = JsonDocument.Parse(utf8.ToArray()).RootElement;
        var data = envelope.TryGetProperty("data", out var found) ? found : default;
        var number = data.ValueKind == JsonValueKind.Object && data.TryGetProperty("ref", out var @ref) ? @ref.GetString() : null;
        lock (_unread)
        {
            _unread.Add(new Received(envelope.GetProperty("type").GetString()!, number, data));
            _more.TrySetResult();
            _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private sealed record Received(string Type, string? Ref, JsonElement Data);
}
