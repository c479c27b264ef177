using System.Buffers;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Domains.Subscriptions;

/// <summary>
/// The topics that a host knows: by name, or by what their names begin with (<c>orders.*</c>). A name goes before a beginning, and a longer
/// beginning before a shorter one. Immutable.
/// </summary>
internal sealed class TopicRules(IReadOnlyDictionary<string, TopicOptions> patterns)
{
    private const int MaxLength = 128;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:@/-");

    private readonly Dictionary<string, TopicOptions> _names = patterns
        .Where(p => !p.Key.EndsWith('*')).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);

    private readonly (string Prefix, TopicOptions Options)[] _prefixes =
        [.. patterns.Where(p => p.Key.EndsWith('*')).Select(p => (p.Key[..^1], p.Value)).OrderByDescending(p => p.Item1.Length)];

    /// <summary>Kind of the topics' owners, between nodes.</summary>
    public static TopicKind Kind { get; } = new(2);

    /// <summary>Whether this can be the name of a topic.</summary>
    public static bool IsName(string? name) => name is { Length: > 0 and <= MaxLength } && !name.AsSpan().ContainsAnyExcept(Allowed);

    /// <summary>What is wrong with a pattern, as a sentence; null where nothing is.</summary>
    public static string? PatternFault(string? pattern) =>
        pattern == "*" || IsName(pattern?.EndsWith('*') == true ? pattern[..^1] : pattern)
            ? null
            : $"'{pattern}' can't name topics. Use 1 to {MaxLength} letters, digits and _ . : @ / -, with a * at the end for all that begin so, such as orders.*.";

    /// <summary>What is wrong with the options of a pattern, as a sentence; null where nothing is.</summary>
    public static string? OptionsFault(string pattern, TopicOptions options) => options switch
    {
        { Keep: < 0 or > TopicOptions.MaxKeep } => $"The topic {pattern} keeps {options.Keep} events. Set 0 to {TopicOptions.MaxKeep}.",
        { KeepMinutes: < 1 or > TopicOptions.MaxKeepMinutes } => $"The topic {pattern} keeps them for {options.KeepMinutes} minutes. Set 1 to {TopicOptions.MaxKeepMinutes}.",
        { Authorize: null } => $"The topic {pattern} has no authorizer. Leave it as it is to let everybody follow.",
        _ => null,
    };

    /// <summary>The options of a topic; null where the host doesn't know it.</summary>
    public TopicOptions? Find(string topic)
    {
        if (_names.TryGetValue(topic, out var named))
            return named;
        foreach (var (prefix, options) in _prefixes)
        {
            if (topic.StartsWith(prefix, StringComparison.Ordinal))
                return options;
        }

        return null;
    }

    /// <summary>Why nothing can be published to a topic, as a sentence; null where it can.</summary>
    public string? Fault(string? topic)
    {
        if (!IsName(topic))
            return $"'{topic}' can't be the name of a topic. Use 1 to {MaxLength} letters, digits and _ . : @ / -.";
        return Find(topic!) is null ? $"The host knows no topic '{topic}'. Name it in AkkaRealtime:Topics, or where AkkaRealtime is added: realtime.Topic(\"{topic}\")." : null;
    }
}
