using System.Text.Json;
using AkkaRealtime.Tests.Connections;

namespace AkkaRealtime.Tests.Rights;

/// <summary>Somebody who asks, and remembers everything that they were sent.</summary>
internal sealed class RightsClient(string user, MemorySocket socket)
{
    // A shard that has no place yet gets one within seconds; each answer that there is none takes up to one.
    private const int MostTries = 60;

    private int _last;

    public string User => user;

    public string Participant => $"{user}/{user}";

    /// <summary>What came, in order; replies too.</summary>
    public List<(string Type, JsonElement Data, string? Ref)> Seen { get; } = [];

    /// <summary>Sends a request and returns its <c>ref</c>.</summary>
    public string Send(string type, object? data = null)
    {
        var body = JsonSerializer.SerializeToNode(data ?? new { }, JsonSerializerOptions.Web)!.AsObject();
        var number = (++_last).ToString(System.Globalization.CultureInfo.InvariantCulture);
        body["ref"] = number;
        socket.Send(type, body.ToJsonString());
        return number;
    }

    /// <summary>Sends a frame as it is.</summary>
    public void SendText(string text) => socket.SendText(text);

    /// <summary>The reply to a request, which may be an error.</summary>
    public async Task<(string Type, JsonElement Data)> ReplyAsync(string number)
    {
        while (true)
        {
            if (Seen.FindLast(e => e.Ref == number) is { Type: not null } reply)
                return (reply.Type, reply.Data);
            await ReadAsync();
        }
    }

    /// <summary>Asks, again where the owner can't be reached yet, as clients do, and fails where it is refused.</summary>
    public async Task<JsonElement> AskAsync(string type, object? data = null)
    {
        var (answer, body) = await ReplyAsync(Send(type, data));
        for (var tries = 1; answer == "error" && body.GetProperty("code").GetString() == "unavailable" && tries < MostTries; tries++)
            (answer, body) = await ReplyAsync(Send(type, data));
        Assert.True(answer != "error", $"{user} asked {type} and was told {body}");
        return body;
    }

    /// <summary>Waits until something of this type has come.</summary>
    public async Task WaitAsync(Predicate<(string Type, JsonElement Data, string? Ref)> wanted)
    {
        while (!Seen.Exists(wanted))
            await ReadAsync();
    }

    /// <summary>The error of a request that has been answered, or been passed by the answer to one behind it.</summary>
    public string? ErrorOf(string number) =>
        Seen.Find(e => e.Ref == number && e.Type == "error") is { Type: not null } error ? error.Data.GetProperty("code").GetString() : null;

    private async Task ReadAsync()
    {
        var frame = await socket.NextFrameAsync();
        if (!frame.StartsWith("text:", StringComparison.Ordinal))
        {
            Assert.True(frame == "ping:", $"{user} got {frame}");
            return;
        }

        var envelope = JsonDocument.Parse(frame["text:".Length..]).RootElement;
        var data = envelope.TryGetProperty("data", out var found) ? found : default;
        var number = data.ValueKind == JsonValueKind.Object && data.TryGetProperty("ref", out var reference) ? reference.GetString() : null;
        Seen.Add((envelope.GetProperty("type").GetString()!, data, number));
    }
}
