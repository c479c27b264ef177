using System.Globalization;

namespace AkkaRealtime.Benchmarks.Report;

/// <summary>
/// The options of a command: <c>--name value</c> each, and <c>--tiny</c>, which every command has: a second and a few connections, which shows that
/// it runs and measures nothing.
/// </summary>
internal sealed class Arguments
{
    private const string Tiny = "--tiny";
    private readonly Dictionary<string, string> _values = [];

    /// <summary>Reads a command line on which only these options may be.</summary>
    public Arguments(IReadOnlyList<string> args, params IReadOnlyList<string> known)
    {
        IsTiny = args.Contains(Tiny);
        var rest = args.Where(a => a != Tiny).ToList();
        for (var i = 0; i < rest.Count; i += 2)
        {
            var name = rest[i].TrimStart('-');
            if (!rest[i].StartsWith("--", StringComparison.Ordinal) || !known.Contains(name) || i + 1 == rest.Count)
                throw new ArgumentException($"\"{rest[i]}\" is no option here, or its value is missing. There are --{string.Join(", --", known)}, {Tiny}.");
            _values[name] = rest[i + 1];
        }
    }

    /// <summary>Whether it is only to be shown that it runs.</summary>
    public bool IsTiny { get; }

    /// <summary>A text, or null.</summary>
    public string? Text(string name) => _values.GetValueOrDefault(name);

    /// <summary>A number.</summary>
    public int Number(string name, int otherwise, int? tiny = null) =>
        _values.TryGetValue(name, out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : IsTiny ? tiny ?? otherwise : otherwise;

    /// <summary>Some numbers, separated by commas.</summary>
    public IReadOnlyList<int> Numbers(string name, IReadOnlyList<int> otherwise, IReadOnlyList<int> tiny) =>
        Text(name)?.Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToList() ?? (IsTiny ? tiny : otherwise);

    /// <summary>A number of seconds.</summary>
    public TimeSpan Seconds(string name, int otherwise) => TimeSpan.FromSeconds(Number(name, otherwise, 1));

    /// <summary>Some of a list, separated by commas.</summary>
    public IReadOnlyList<string> Some(string name, params IReadOnlyList<string> all)
    {
        var chosen = Text(name)?.Split(',') ?? all;
        return chosen.FirstOrDefault(c => !all.Contains(c)) is { } unknown
            ? throw new ArgumentException($"--{name} has no \"{unknown}\"; there are {string.Join(", ", all)}.")
            : chosen;
    }
}
