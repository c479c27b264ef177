using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AkkaRealtime.Server.SignIn;

/// <summary>Makes a user's id of a name: "Zoë Müller" becomes <c>zoe-muller</c>.</summary>
internal static class Slug
{
    private const int MaxLength = 64;

    // By hand: the server runs without the tables of ICU (InvariantGlobalization), where Normalize leaves accents as they are.
    private const string Accented = "àáâãäåāăąçćčďđèéêëēėęěğìíîïīįıķłļñńňòóôõöøōőřśšşșťţțùúûüūůűųýÿźžż";
    private const string Plain = "aaaaaaaaacccddeeeeeeeegiiiiiiikllnnnoooooooorsssstttuuuuuuuuyyzzz";

    /// <summary>The same id for the same name each time. A name without a single letter of the Latin alphabet or digit gets a short hash.</summary>
    public static string Of(string name)
    {
        var slug = new StringBuilder();
        foreach (var letter in name.ToLowerInvariant())
        {
            var c = Accented.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var i ? Plain[i] : letter;
            if (char.IsAsciiLetterOrDigit(c))
                slug.Append(c);
            else if (c == 'ß')
                slug.Append("ss");
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && slug is [.., not '-'])
                slug.Append('-');
        }

        var text = (slug.Length > MaxLength ? slug.ToString(0, MaxLength) : slug.ToString()).Trim('-');
        return text.Length > 0 ? text : $"user-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 5))}";
    }
}
