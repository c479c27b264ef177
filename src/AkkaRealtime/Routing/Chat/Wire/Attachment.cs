using System.Text.Json.Serialization;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary>A file of a message.</summary>
/// <param name="Id">What the upload answered; all a client has to name.</param>
/// <param name="Name">Shown, and proposed for saving.</param>
/// <param name="Type">The media type.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Url">Where it is fetched.</param>
/// <param name="Width">Pixels, of pictures whose head says so: a page leaves room for them before they are there.</param>
/// <param name="Height">Pixels.</param>
public sealed record Attachment(string Id, string Name, string Type, long Size, string Url, int? Width = null, int? Height = null)
{
    /// <summary>What the sender says of a voice message; null: it is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public VoiceDetails? Voice { get; init; }
}

/// <summary>A recording that is to be listened to like a message: how long it is, and how it looks, before it is there. As the sender's client says; nothing is promised of it.</summary>
/// <param name="Ms">How long it is, milliseconds.</param>
/// <param name="Peaks">How loud it is from its beginning to its end, each from 0 to 100.</param>
public sealed record VoiceDetails(int Ms, IReadOnlyList<int>? Peaks = null)
{
    /// <summary>The most peaks.</summary>
    internal const int MostPeaks = 64;

    /// <summary>The longest, milliseconds: a day.</summary>
    internal const int MostMs = 86_400_000;

    /// <summary>Whether it can be so.</summary>
    internal bool IsValid => Ms is > 0 and <= MostMs && (Peaks is null || (Peaks.Count <= MostPeaks && Peaks.All(peak => peak is >= 0 and <= 100)));
}
