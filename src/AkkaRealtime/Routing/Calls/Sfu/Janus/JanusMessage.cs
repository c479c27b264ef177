using System.Text.Json;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>A message of Janus's, taken apart as far as it is needed here (Janus documentation, "WebSockets interface" and "VideoRoom plugin").</summary>
/// <param name="Kind"><c>success</c>, <c>ack</c>, <c>event</c>, <c>error</c>, <c>webrtcup</c>, <c>hangup</c>, <c>trickle</c>, <c>timeout</c>, …</param>
/// <param name="Transaction">Of the request that it answers.</param>
/// <param name="Sender">The handle that it comes from.</param>
/// <param name="Id">What a <c>success</c> made: a session or handle.</param>
/// <param name="Data">The plugin's answer; undefined where there is none.</param>
/// <param name="Jsep">A description; undefined where there is none.</param>
/// <param name="Candidate">A candidate; undefined where there is none.</param>
/// <param name="ErrorCode">0, or why not.</param>
/// <param name="Reason">Why not, or why it hung up, in words.</param>
internal sealed record JanusMessage(
    string Kind,
    string? Transaction,
    long Sender,
    long Id,
    JsonElement Data,
    JsonElement Jsep,
    JsonElement Candidate,
    int ErrorCode,
    string? Reason)
{
    /// <summary>There is no such room.</summary>
    public const int NoSuchRoom = 426;

    /// <summary>The room is there already.</summary>
    public const int RoomExists = 427;

    /// <summary>Takes a frame apart; null where it is nothing of Janus's.</summary>
    public static JanusMessage? Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "janus") is not { } kind)
                return null;
            var data = Kept(Member(root, "plugindata"), "data");
            var error = Member(root, "error");
            return new JanusMessage(
                kind,
                Text(root, "transaction"),
                Number(root, "sender"),
                Number(Member(root, "data"), "id"),
                data,
                Kept(root, "jsep"),
                Kept(root, "candidate"),
                (int)(error.ValueKind == JsonValueKind.Object ? Number(error, "code") : Number(data, "error_code")),
                Text(error, "reason") ?? Text(data, "error") ?? Text(root, "reason"));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A member of an object, undefined where there is none.</summary>
    public static JsonElement Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var member) ? member : default;

    // A copy that outlives the document.
    private static JsonElement Kept(JsonElement of, string name) => Member(of, name) is { ValueKind: not JsonValueKind.Undefined } member ? member.Clone() : default;

    /// <summary>A string, or null.</summary>
    public static string? Text(JsonElement of, string name) => Member(of, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>A whole number, or 0.</summary>
    public static long Number(JsonElement of, string name) =>
        Member(of, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : 0;
}
