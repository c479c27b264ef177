using AkkaRealtime.Domains.Subscriptions;
using Microsoft.Extensions.Configuration;

namespace AkkaRealtime.Domains;

/// <summary>
/// Topics that an operator allows, section <c>AkkaRealtime:Topics</c>, by the name of its key: <c>prices</c>; <c>news.*</c>, all whose names begin so; or
/// <c>orders.{user}</c>, one for each user, which nobody else may follow. A list of names does where no more is to be said.
/// </summary>
public sealed class ConfiguredTopic
{
    private const string User = "{user}";

    // What a user's id may take is left over.
    private const int MaxBeforeUser = 64;

    private bool _isBare;

    /// <summary>The name, where the key can't be it: one with a colon, or in an environment variable. Default: the key.</summary>
    public string? Name { get; set; }

    /// <inheritdoc cref="TopicOptions.Keep"/>
    public int Keep { get; set; }

    /// <inheritdoc cref="TopicOptions.KeepMinutes"/>
    public int KeepMinutes { get; set; } = TopicOptions.DefaultKeepMinutes;

    /// <summary>Reads the section.</summary>
    internal static IReadOnlyDictionary<string, ConfiguredTopic> Read(IConfiguration section) =>
        section.GetChildren().ToDictionary(topic => topic.Key, One, StringComparer.Ordinal);

    /// <summary>What is wrong, as sentences that say what to change.</summary>
    internal static IEnumerable<string> Faults(IReadOnlyDictionary<string, ConfiguredTopic> topics)
    {
        foreach (var (key, topic) in topics)
        {
            if (topic.Name is { } value && topic._isBare && !IsIndex(key))
                yield return $"AkkaRealtime:Topics:{key} is '{value}'. Set AkkaRealtime:Topics:{key}:Keep, or leave it empty.";
            else if (topic.NameFault(key) is { } fault)
                yield return fault;
            if (topic.Keep is < 0 or > TopicOptions.MaxKeep)
                yield return $"AkkaRealtime:Topics:{key}:Keep is {topic.Keep}. Set 0 to {TopicOptions.MaxKeep}.";
            if (topic.KeepMinutes is < 1 or > TopicOptions.MaxKeepMinutes)
                yield return $"AkkaRealtime:Topics:{key}:KeepMinutes is {topic.KeepMinutes}. Set 1 to {TopicOptions.MaxKeepMinutes}.";
        }

        foreach (var twice in topics.GroupBy(t => t.Value.Pattern(t.Key), StringComparer.Ordinal).Where(g => g.Count() > 1))
            yield return $"AkkaRealtime:Topics names {string.Join(" and ", twice.Select(t => t.Value.NameOf(t.Key)))}, which are the same topics. Name them once.";
    }

    /// <summary>As the host would name it, see <see cref="RealtimeBuilder.Topic"/>.</summary>
    internal string Pattern(string key) => IsOfUser(key) ? $"{Prefix(key)}*" : NameOf(key);

    /// <summary>As the host would set it.</summary>
    internal TopicOptions Options(string key)
    {
        var options = new TopicOptions { Keep = Keep, KeepMinutes = KeepMinutes };
        if (IsOfUser(key))
        {
            var prefix = Prefix(key);
            options.Authorize = (caller, topic, _) => Task.FromResult<TopicAccess>(topic == prefix + caller.User.Value);
        }

        return options;
    }

    // A member of a list is its name.
    private static ConfiguredTopic One(IConfigurationSection topic) => topic.Value is { Length: > 0 } name
        ? new ConfiguredTopic { Name = name, _isBare = true }
        : topic.Get<ConfiguredTopic>() ?? new ConfiguredTopic();

    private static bool IsIndex(string key) => key.All(char.IsAsciiDigit);

    private string NameOf(string key) => Name ?? key;

    private bool IsOfUser(string key) => NameOf(key).EndsWith(User, StringComparison.Ordinal);

    private string Prefix(string key) => NameOf(key)[..^User.Length];

    private string? NameFault(string key)
    {
        var name = NameOf(key);
        if (!IsOfUser(key))
        {
            return name.Contains(User, StringComparison.Ordinal)
                ? $"AkkaRealtime:Topics names '{name}'. Write {User} at the end, such as orders.{User}."
                : TopicRules.PatternFault(name) is { } fault ? $"AkkaRealtime:Topics: {fault}" : null;
        }

        var prefix = Prefix(key);
        if (prefix.Length > MaxBeforeUser)
            return $"AkkaRealtime:Topics names '{name}', with {prefix.Length} characters before {User}. Write {MaxBeforeUser} or fewer, so that every user's id fits.";
        return prefix.Length == 0 || TopicRules.IsName(prefix)
            ? null
            : $"AkkaRealtime:Topics names '{name}'. Write letters, digits and _ . : @ / - before {User}, such as orders.{User}.";
    }
}
