using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace AkkaRealtime;

/// <summary>
/// Stops the start where the section <see cref="RealtimeOptions.Section"/> holds a name that nobody reads: passed over in silence, a limit with a typing
/// error would be no limit.
/// </summary>
/// <param name="section">What the operator set.</param>
/// <param name="known">Who reads what of it.</param>
internal sealed class UnknownOptions(IConfiguration section, IEnumerable<OptionNames> known) : IValidateOptions<RealtimeOptions>
{
    private readonly List<OptionNames> _known = [.. known];

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, RealtimeOptions options)
    {
        var faults = Faults(section, "", TypesAt("")).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> Faults(IConfiguration section, string path, IReadOnlyList<Type> types)
    {
        foreach (var child in section.GetChildren())
        {
            var at = path + child.Key;
            List<Type> readers = [.. types.SelectMany(Properties).Where(p => Same(p.Name, child.Key)).Select(p => p.PropertyType), .. TypesAt(at)];
            if (readers.Count == 0 && !RenamedOptions.IsFormer(at))
                yield return Fault(path, child.Key, types);

            // What holds anything but options of ours (lists, topics by their names) is for its reader to check.
            else if (readers.TrueForAll(HasNames))
            {
                foreach (var fault in Faults(child, at + ConfigurationPath.KeyDelimiter, readers))
                    yield return fault;
            }
        }
    }

    private string Fault(string path, string key, IReadOnlyList<Type> types)
    {
        var names = types.SelectMany(Properties).Select(p => p.Name)
            .Concat(_known.Where(k => k.Path.Length > path.Length && k.Path.StartsWith(path, StringComparison.OrdinalIgnoreCase)).Select(k => k.Path[path.Length..]))
            .Where(n => !n.Contains(ConfigurationPath.KeyDelimiter, StringComparison.Ordinal));
        var meant = names.Select(n => (Name: n, Distance: Distance(n, key))).Where(n => n.Distance <= 1 + (key.Length / 4)).OrderBy(n => n.Distance).FirstOrDefault().Name;
        var advice = meant is null ? "Remove it: docs/operations.md lists the options." : $"Did you mean {RealtimeOptions.Section}:{path}{meant}?";
        return $"{RealtimeOptions.Section}:{path}{key} is no option. {advice}";
    }

    private IReadOnlyList<Type> TypesAt(string path) => [.. _known.Where(k => Same(k.Path, path)).Select(k => k.Type)];

    private static PropertyInfo[] Properties(Type type) => HasNames(type) ? type.GetProperties(BindingFlags.Public | BindingFlags.Instance) : [];

    private static bool HasNames(Type type) => type.IsClass && type.Namespace?.StartsWith("System", StringComparison.Ordinal) == false;

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    // Levenshtein's: how many letters have to be added, removed or changed.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 0; i < a.Length; i++)
        {
            var before = row[0]++;
            for (var j = 0; j < b.Length; j++)
            {
                var changed = before + (char.ToUpperInvariant(a[i]) == char.ToUpperInvariant(b[j]) ? 0 : 1);
                before = row[j + 1];
                row[j + 1] = Math.Min(changed, 1 + Math.Min(row[j], row[j + 1]));
            }
        }

        return row[^1];
    }
}

/// <summary>That a class's properties are names of options.</summary>
/// <param name="Path">Where they stand below <see cref="RealtimeOptions.Section"/>, <c>Auth</c>; empty for directly.</param>
/// <param name="Type">The class; where it is none of options, the path itself is one.</param>
internal sealed record OptionNames(string Path, Type Type);
