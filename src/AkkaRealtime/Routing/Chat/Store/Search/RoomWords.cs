using System.Text;

namespace AkkaRealtime.Routing.Chat.Store.Search;

/// <summary>
/// How tokens stand in an index of many rooms: each begins with its room, so that a query reads what that room holds and nothing else, whatever is said elsewhere
/// (docs/decisions/0053). Nothing in it parts a token, to any of the stores.
/// </summary>
internal static class RoomWords
{
    /// <summary>What tokens of a room begin with: its number in hexadecimal digits, and a letter that is none.</summary>
    public static string Prefix(long room) => $"{room:x}x";

    /// <summary>A text's tokens, parted by spaces.</summary>
    public static string Of(long room, string text)
    {
        var prefix = Prefix(room);
        var words = new StringBuilder();
        foreach (var token in Tokenizer.Tokens(text))
            words.Append(prefix).Append(token).Append(' ');
        return words.ToString();
    }
}
