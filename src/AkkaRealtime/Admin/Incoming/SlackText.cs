using System.Text.RegularExpressions;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Admin.Incoming;

/// <summary>What a message says that was written for Slack ("mrkdwn"), as it is said here: links, bold and struck texts, people and everybody; all else is the same in both.</summary>
/// <param name="Text">Its text, in Markdown.</param>
/// <param name="Mentions">Users that it names.</param>
/// <param name="Audience">Whom it calls besides: <c>all</c>, <c>here</c>, or nobody.</param>
internal sealed partial record SlackText(string Text, IReadOnlyList<UserId> Mentions, string? Audience)
{
    /// <summary>Reads a text.</summary>
    public static SlackText Read(string text)
    {
        List<UserId> mentions = [];
        string? audience = null;

        // Code is left as it is, but for the three characters that Slack escapes everywhere.
        var parts = Code().Split(text);
        for (var i = 0; i < parts.Length; i++)
        {
            var isCode = i % 2 == 1;
            if (!isCode)
                parts[i] = Struck().Replace(Bold().Replace(Reference().Replace(parts[i], Resolve), "**$1**"), "~~$1~~");
            parts[i] = parts[i].Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);
        }

        return new SlackText(string.Concat(parts), mentions, audience);

        string Resolve(Match match)
        {
            var (target, label) = (match.Groups[1].Value, match.Groups[2].Success ? match.Groups[2].Value : null);
            switch (target)
            {
                case "!channel" or "!everyone":
                    audience = "all";
                    return "@all";
                case "!here":
                    audience ??= "here";
                    return "@here";
                case ['@', .. var user] when IdRules.IsUser(user):
                    mentions.Add(new UserId(user));
                    return $"@{user}";
                case ['#', .. var room]:
                    return $"#{label ?? room}";
                case ['!', ..]:
                    return label ?? "";
            }

            if (target.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
                return label ?? target["mailto:".Length..];
            return label is null || label == target ? target : $"[{label}]({target})";
        }
    }

    // The group makes the code a part of what is split by it.
    [GeneratedRegex("(```[\\s\\S]*?```|`[^`\\n]+`)")]
    private static partial Regex Code();

    [GeneratedRegex("<([^\\s<>|][^<>|\\n]*)(?:\\|([^<>\\n]*))?>")]
    private static partial Regex Reference();

    [GeneratedRegex("(?<![\\w*])\\*(?=\\S)([^*\\n]+)(?<=\\S)\\*(?![\\w*])")]
    private static partial Regex Bold();

    [GeneratedRegex("(?<![\\w~])~(?=\\S)([^~\\n]+)(?<=\\S)~(?![\\w~])")]
    private static partial Regex Struck();
}
