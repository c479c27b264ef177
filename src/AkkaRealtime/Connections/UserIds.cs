using System.Diagnostics.CodeAnalysis;
using System.Text;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Connections;

/// <summary>
/// Makes user ids of what identity providers call people (<c>auth0|64f…</c>, <c>a+b@example.org</c>, URLs). What fits protocol §1 stays as it is;
/// anything else, and what is reserved for the server (<c>system</c>), is escaped, so that two people never share an id and an operator can read who it is.
/// </summary>
internal static class UserIds
{
    /// <summary>Begins an escaped id. What begins so by itself is escaped as well: that keeps the way back unambiguous.</summary>
    public const string EscapePrefix = "esc:";

    private const int MaxLength = 64;

    /// <summary>The id of whom an identity provider calls <paramref name="subject"/>; false, and the rule that it breaks, where there can be none.</summary>
    public static bool TryCreate(string? subject, out UserId user, [NotNullWhen(false)] out string? rule)
    {
        user = default;
        rule = null;
        if (string.IsNullOrWhiteSpace(subject))
            rule = "it is missing or empty";
        else if (IdRules.IsUser(subject) && !subject.StartsWith(EscapePrefix, StringComparison.Ordinal) && !IdRules.IsReserved(subject))
            user = new UserId(subject);
        else if (Escape(subject) is { Length: <= MaxLength } escaped)
            user = new UserId(escaped);
        else
            rule = $"it is longer than the {MaxLength} characters of a user id, in which every character but A-Z a-z 0-9 _ . @ - takes three or more";
        return rule is null;
    }

    private static string Escape(string subject)
    {
        var escaped = new StringBuilder(EscapePrefix);
        foreach (var b in Encoding.UTF8.GetBytes(subject))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'_' or (byte)'.' or (byte)'@' or (byte)'-')
                escaped.Append((char)b);
            else
                escaped.Append(':').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return escaped.ToString();
    }
}
