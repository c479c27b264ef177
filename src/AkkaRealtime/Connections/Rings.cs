using System.Text.Json;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Connections;

/// <summary>
/// The calls that ring on one connection, by what its client was sent. Between actors delivery is at most once, and the user's entity may be lost just as a call ends:
/// the next one knows which calls there are, and this which ones the client still believes in.
/// </summary>
internal sealed class Rings
{
    private HashSet<string>? _calls;

    /// <summary>An envelope goes out.</summary>
    public void See(EncodedEnvelope envelope)
    {
        if (!envelope.Utf8.Span.StartsWith("{\"type\":\"call."u8))
            return;
        using var json = JsonDocument.Parse(envelope.Utf8);
        var data = json.RootElement.GetProperty("data"u8);
        var call = data.TryGetProperty("callId"u8, out var named) ? named.GetString() : data.TryGetProperty("call"u8, out var shown) ? IdOf(shown) : null;
        switch (json.RootElement.GetProperty("type"u8).GetString())
        {
            case "call.incoming" when call is not null:
                (_calls ??= []).Add(call);
                break;
            case "call.joined" or "call.missed" or "call.ended" or "call.answered-elsewhere" when call is not null:
                _calls?.Remove(call);
                break;
            default:
                break;
        }
    }

    /// <summary><c>session.ready</c> goes out with these calls.</summary>
    public void Replace(IReadOnlyList<EncodedJson> calls, UserId user)
    {
        _calls = null;
        foreach (var call in calls)
        {
            using var json = JsonDocument.Parse(call.Utf8);
            if (json.RootElement.TryGetProperty("ringing"u8, out var rung) && rung.EnumerateArray().Any(u => u.ValueEquals(user.Value)))
                (_calls ??= []).Add(IdOf(json.RootElement)!);
        }
    }

    /// <summary>Whether a call still rings here that is none of these.</summary>
    public bool AnyBut(IReadOnlyList<EncodedJson> calls)
    {
        if (_calls is not { Count: > 0 })
            return false;
        var ids = new HashSet<string?>();
        foreach (var call in calls)
        {
            using var json = JsonDocument.Parse(call.Utf8);
            ids.Add(IdOf(json.RootElement));
        }

        return !_calls.All(ids.Contains);
    }

    private static string? IdOf(JsonElement call) => call.TryGetProperty("id"u8, out var id) ? id.GetString() : null;
}
