using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace AkkaRealtime.Client;

/// <summary>Requests whose replies have not come yet.</summary>
internal sealed class PendingRequests
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> _waiting = new(StringComparer.Ordinal);
    private long _last;

    /// <summary>A new request: its <c>ref</c>, and the data of its reply to come.</summary>
    public (string Ref, Task<JsonElement> Reply) Add()
    {
        var reference = Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);
        var reply = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[reference] = reply;
        return (reference, reply.Task);
    }

    /// <summary>Nobody waits for it any more.</summary>
    public void Forget(string reference) => _waiting.TryRemove(reference, out _);

    /// <summary>A message came; true where it is the reply to a request.</summary>
    public bool TryAnswer(Received message)
    {
        if (message.Ref is not { } reference || !_waiting.TryRemove(reference, out var reply))
            return false;
        if (message.Type == "error")
            reply.TrySetException(new RealtimeRequestException(message.Data.Deserialize(ClientJson.Default.ErrorData)!));
        else
            reply.TrySetResult(message.Data);
        return true;
    }

    /// <summary>The connection is gone, and with it all replies.</summary>
    public void Fail(RealtimeConnectionException cause)
    {
        foreach (var (reference, reply) in _waiting)
        {
            if (_waiting.TryRemove(reference, out _))
                reply.TrySetException(cause);
        }
    }
}
