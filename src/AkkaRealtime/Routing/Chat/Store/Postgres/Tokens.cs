using System.Globalization;
using System.Text;
using AkkaRealtime.Routing.Chat.Store.Search;

namespace AkkaRealtime.Routing.Chat.Store.Postgres;

/// <summary>Tokens as PostgreSQL writes them. Quoted, nothing in a token is syntax to it, and there is nothing in it that would end the quotes.</summary>
internal static class Tokens
{
    /// <summary>What stands in <see cref="Query"/> for <see cref="RoomWords.Prefix"/>, which is another one for each room; no token holds it.</summary>
    public const string RoomPlace = "%";

    /// <summary>A <c>tsvector</c> of a text's tokens, each with its places.</summary>
    public static string Vector(long room, string text)
    {
        var prefix = RoomWords.Prefix(room);
        var vector = new StringBuilder();
        foreach (var (i, token) in Tokenizer.Tokens(text).Index())
            vector.Append('\'').Append(prefix).Append(token).Append("':").Append(CultureInfo.InvariantCulture, $"{i + 1} ");
        return vector.ToString();
    }

    /// <summary>A <c>tsquery</c> of all terms, in whatever room.</summary>
    public static string Query(IReadOnlyList<SearchTerm> terms) =>
        string.Join(" & ", terms.Select(t => string.Join(" <-> ", t.Tokens.Select(token => $"'{RoomPlace}{token}'")) + (t.IsPrefix ? ":*" : "")));
}
