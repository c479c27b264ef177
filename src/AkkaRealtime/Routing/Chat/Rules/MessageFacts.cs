using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Rules;

/// <summary>
/// What the rules need to know of a message: looked up in the store while nothing is being appended, then kept up with what is decided.
/// Belongs to one batch of decisions.
/// </summary>
internal sealed class MessageFacts(MessageView stored)
{
    private readonly Dictionary<string, HashSet<UserId>> _reactions =
        stored.Reactions.ToDictionary(r => r.Key, r => r.Value.ToHashSet(), StringComparer.Ordinal);

    /// <summary>Who sent it.</summary>
    public UserId By => stored.By;

    /// <summary>Where it stands in the log.</summary>
    public long Seq => stored.Seq;

    /// <summary>Whether it is gone.</summary>
    public bool Deleted { get; private set; } = stored.Deleted ?? false;

    /// <summary>Whether it is pinned.</summary>
    public bool Pinned { get; private set; } = stored.Pinned ?? false;

    /// <summary>How many different reactions it has.</summary>
    public int Reactions => _reactions.Count;

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
}
