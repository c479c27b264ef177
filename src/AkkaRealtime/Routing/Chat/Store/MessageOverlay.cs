using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Store;

/// <summary>What happened to a message after it was sent. Most messages have none.</summary>
/// <param name="Text">Its text after the last edit; null: as it was sent.</param>
/// <param name="EditedAt">When it was edited last.</param>
/// <param name="Deleted">It was deleted: it has no content any more.</param>
/// <param name="Pinned">It is pinned.</param>
/// <param name="Reactions">Its reactions as JSON (emoji → users, in the order in which they reacted); null: none.</param>
public sealed record MessageOverlay(
    string? Text = null,
    DateTimeOffset? EditedAt = null,
    bool Deleted = false,
    bool Pinned = false,
    string? Reactions = null)
{
    /// <summary>What its links lead to as JSON, a list of <see cref="LinkPreview"/>; null: nothing was said of that.</summary>
    public string? Previews { get; init; }

    /// <summary>Of a message that was deleted: nothing else is left.</summary>
    public static MessageOverlay Gone { get; } = new(Deleted: true);

    /// <summary>The overlay after <paramref name="e"/>.</summary>
    public MessageOverlay Apply(RoomEvent e) => e switch
    {
        ChatEdited edited when !Deleted => this with { Text = edited.Text, EditedAt = edited.At },
        ChatDeleted => Gone,
        ChatReacted reacted when !Deleted => this with { Reactions = ReactionSet.Apply(Reactions, reacted.Emoji, reacted.By, reacted.On) },
        ChatPreviewed previewed when !Deleted => this with { Previews = PreviewList.Write(previewed.Previews) },
        ChatPinned pinned when !Deleted => this with { Pinned = pinned.On },
        _ => this,
    };

    /// <summary>The message that was sent as <paramref name="envelope"/>, as it stands now.</summary>
    public static MessageView View(ReadOnlyMemory<byte> envelope, MessageOverlay? overlay)
    {
        var sent = (ChatMessage)RoomEventJson.Decode(envelope);
        var deleted = overlay is { Deleted: true } || sent.Deleted == true;
        return new MessageView(
            sent.Id,
            sent.Seq,
            sent.At,
            sent.By,
            sent.Key,
            deleted ? "" : overlay?.Text ?? sent.Text,
            deleted ? null : overlay?.EditedAt,
            deleted ? true : null,
            sent.ReplyTo,
            sent.Thread,
            deleted ? [] : sent.Mentions ?? [],
            deleted ? [] : sent.Attachments ?? [],
            ReactionSet.Read(deleted ? null : overlay?.Reactions),
            !deleted && overlay is { Pinned: true } ? true : null)
        {
            Audience = deleted ? null : sent.Audience,
            Forwarded = deleted ? null : sent.Forwarded,
            Previews = deleted ? null : PreviewList.Read(overlay?.Previews) ?? sent.Previews,
            Data = deleted ? null : sent.Data,
        };
    }
}

/// <summary>Previews as one JSON list.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<LinkPreview>))]
internal sealed partial class PreviewList : JsonSerializerContext
{
    /// <summary>The stored form.</summary>
    public static string? Write(IReadOnlyList<LinkPreview>? previews) => previews is null ? null : JsonSerializer.Serialize(previews, Default.IReadOnlyListLinkPreview);

    /// <summary>Reads the stored form.</summary>
    public static IReadOnlyList<LinkPreview>? Read(string? json) => json is null ? null : JsonSerializer.Deserialize(json, Default.IReadOnlyListLinkPreview);

    /// <summary>The files of its pictures.</summary>
    public static IEnumerable<string> Files(IReadOnlyList<LinkPreview>? previews) => previews?.Select(p => p.Image?.Id).OfType<string>() ?? [];
}

/// <summary>Reactions as one JSON object: emoji → users, in the order in which they reacted.</summary>
[JsonSerializable(typeof(Dictionary<string, List<UserId>>))]
internal sealed partial class ReactionSet : JsonSerializerContext
{
    private static readonly IReadOnlyDictionary<string, IReadOnlyList<UserId>> None = new Dictionary<string, IReadOnlyList<UserId>>();

    /// <summary>Puts a user's reaction on or takes it off; null where none is left.</summary>
    public static string? Apply(string? json, string emoji, UserId user, bool on)
    {
        var all = Parse(json);
        if (!all.TryGetValue(emoji, out var users))
            all.Add(emoji, users = []);
        if (!on)
            users.Remove(user);
        else if (!users.Contains(user))
            users.Add(user);
        if (users.Count == 0)
            all.Remove(emoji);
        return all.Count == 0 ? null : JsonSerializer.Serialize(all, Default.DictionaryStringListUserId);
    }

    /// <summary>Reads the stored form.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<UserId>> Read(string? json) =>
        json is null ? None : Parse(json).ToDictionary(p => p.Key, p => (IReadOnlyList<UserId>)p.Value);

    private static Dictionary<string, List<UserId>> Parse(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, Default.DictionaryStringListUserId) ?? [];
}
