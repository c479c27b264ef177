using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>
/// The <c>o=</c> line of a description: its second word names the peer connection that made it, its third counts that one's descriptions
/// (RFC 8866 §5.2). Browsers keep to it (JSEP); Janus makes up another name for each offer to a subscriber.
/// </summary>
internal static class SdpOrigin
{
    /// <summary>The name of the peer connection; null where there is none.</summary>
    public static string? SessionOf(JsonElement description)
    {
        var (_, _, words) = Find(JanusMessage.Text(description, "sdp") ?? "");
        return words.Length < 3 ? null : words[1];
    }

    /// <summary>The same description with another name and count.</summary>
    public static JsonElement With(JsonElement description, long session, int version)
    {
        var sdp = JanusMessage.Text(description, "sdp") ?? "";
        var (from, to, words) = Find(sdp);
        if (words.Length < 3)
            return description;
        words[1] = session.ToString(CultureInfo.InvariantCulture);
        words[2] = version.ToString(CultureInfo.InvariantCulture);
        var changed = new JsonObject
        {
            ["type"] = JanusMessage.Text(description, "type"),
            ["sdp"] = string.Concat(sdp.AsSpan(0, from), string.Join(' ', words), sdp.AsSpan(to)),
        };
        return JsonElement.Parse(changed.ToJsonString());
    }

    private static (int From, int To, string[] Words) Find(string sdp)
    {
        var from = sdp.StartsWith("o=", StringComparison.Ordinal) ? 0 : sdp.IndexOf("\no=", StringComparison.Ordinal) + 1;
        if (from == 0 && !sdp.StartsWith("o=", StringComparison.Ordinal))
            return (0, 0, []);
        var to = sdp.IndexOfAny(['\r', '\n'], from);
        to = to < 0 ? sdp.Length : to;
        return (from, to, sdp[from..to].Split(' '));
    }
}
