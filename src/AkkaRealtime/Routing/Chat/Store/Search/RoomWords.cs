using System.Runtime.CompilerServices;
using System.Text;

namespace AkkaRealtime.Routing.Chat.Store.Search;

/// <summary>
/// How tokens stand in an index of many rooms: each begins with its room, so that a query reads what that room holds and nothing else, whatever is said elsewhere
/// (docs/decisions/0053). Nothing in it parts a token, to any of the stores.
/// </summary>
internal static class RoomWords
{
    // Every second character may begin a token, and each has the room before it.
    private const int MostByHand = 256;
    private const int MostPrefix = 17;

    /// <summary>What tokens of a room begin with: its number in hexadecimal digits, and a letter that is none.</summary>
    public static string Prefix(long room) => $"{room:x}x";

    /// <summary>A text's tokens, parted by spaces.</summary>
    public static string Of(long room, string text)
    {
        var prefix = Prefix(room);
        if (text.Length <= MostByHand && Ascii.IsValid(text))
            return OfAscii(prefix, text);
        var words = new StringBuilder();
        foreach (var token in Tokenizer.Tokens(text))
            words.Append(prefix).Append(token).Append(' ');
        return words.ToString();
    }

    // The same for the plainest of texts, which are many, without a string for each of their tokens.
    [SkipLocalsInit]
    private static string OfAscii(string prefix, string text)
    {
        Span<char> words = stackalloc char[((MostByHand + 1) / 2 * (MostPrefix + 1)) + MostByHand];
        var (length, token) = (0, 0);
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                token = 0;
                continue;
            }

            if (token == 0)
            {
                if (length > 0)
                    words[length++] = ' ';
                prefix.CopyTo(words[length..]);
                length += prefix.Length;
            }

            if (token++ < Tokenizer.MaxLength)
                words[length++] = char.ToLowerInvariant(c);
        }

        return words[..length].ToString();
    }
}
