using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Rules;

/// <summary>
/// What the rules need to know of a message: looked up in the store while nothing is being appended, then kept up with what is decided.
/// Belongs to one batch of decisions.
/// </summary>
internal sealed class MessageFacts(MessageView stored)
{
    // ❤ and ❤️ are one reaction: the variation selector, which some keyboards send and some don't, makes no other emoji.
    private const char TextStyle = '\uFE0E';
    private const char EmojiStyle = '\uFE0F';

    private readonly Dictionary<string, HashSet<UserId>> _reactions =
        stored.Reactions.ToDictionary(r => r.Key, r => r.Value.ToHashSet(), StringComparer.Ordinal);

    /// <summary>Its id.</summary>
    public MessageId Id => stored.Id;

    /// <summary>Who sent it.</summary>
    public UserId By => stored.By;

    /// <summary>The first message of the thread that it is in; its own id where it is in none.</summary>
    public MessageId Root => stored.Thread ?? stored.Id;

    /// <summary>Where it stands in the log.</summary>
    public long Seq => stored.Seq;

    /// <summary>Whether it says what somebody else has written.</summary>
    public bool Forwarded => stored.Forwarded is not null;

    /// <summary>What it says.</summary>
    public string Text { get; private set; } = stored.Text;

    /// <summary>What its links lead to. Null: nothing that is known; empty: nothing that is to be shown.</summary>
    public IReadOnlyList<LinkPreview>? Previews { get; private set; } = stored.Previews;

    /// <summary>Whether it is gone.</summary>
    public bool Deleted { get; private set; } = stored.Deleted ?? false;

    /// <summary>Whether it is pinned.</summary>
    public bool Pinned { get; private set; } = stored.Pinned ?? false;

    /// <summary>How many different reactions it has.</summary>
    public int Reactions => _reactions.Count;

    /// <summary><paramref name="emoji"/> as it stands on the message already, if need be with another variation selector; otherwise as it is.</summary>
    public string AsOnMessage(string emoji)
    {
        if (_reactions.ContainsKey(emoji))
            return emoji;
        var plain = Plain(emoji);
        return _reactions.Keys.FirstOrDefault(known => Plain(known) == plain) ?? emoji;
    }

    /// <summary>Whether anybody has put <paramref name="emoji"/> on it.</summary>
    public bool Has(string emoji) => _reactions.ContainsKey(emoji);

    /// <summary>Whether <paramref name="user"/> has put <paramref name="emoji"/> on it.</summary>
    public bool Has(string emoji, UserId user) => _reactions.TryGetValue(emoji, out var users) && users.Contains(user);

    /// <summary>Takes in an event about this message.</summary>
    public void Apply(RoomEvent e)
    {
        switch (e)
        {
            case ChatDeleted:
                Deleted = true;
                break;
            case ChatEdited edited:
                Text = edited.Text;
                break;
            case ChatPreviewed previewed:
                Previews = previewed.Previews;
                break;
            case ChatPinned pinned:
                Pinned = pinned.On;
                break;
            case ChatReacted { On: true } reacted:
                if (!_reactions.TryGetValue(reacted.Emoji, out var users))
                    _reactions[reacted.Emoji] = users = [];
                users.Add(reacted.By);
                break;
            case ChatReacted reacted:
                if (_reactions.TryGetValue(reacted.Emoji, out users) && users.Remove(reacted.By) && users.Count == 0)
                    _reactions.Remove(reacted.Emoji);
                break;
            default:
                break;
        }
    }

    private static string Plain(string emoji) => emoji.AsSpan().IndexOfAny(TextStyle, EmojiStyle) < 0
        ? emoji
        : string.Concat(emoji.Where(c => c is not (TextStyle or EmojiStyle)));
}
