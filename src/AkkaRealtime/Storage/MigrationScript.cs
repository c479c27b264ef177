using System.Reflection;

namespace AkkaRealtime.Storage;

/// <summary>
/// A script that changes the schema of one domain's tables. It runs once: after those of the log and of the built-in domains (users, chat, calls), and of
/// the host's domains that were registered before; within its domain in the order of names.
/// </summary>
/// <param name="Name">What it is recorded as in the database for good: the domain and the file, e.g. <c>polls/0001_Polls.sql</c>.</param>
/// <param name="Sql">What it does.</param>
/// <param name="Formerly">A script that did the same under another name: a database that has run that one does not run this. Null: there was none.</param>
public sealed record MigrationScript(string Name, string Sql, string? Formerly = null)
{
    /// <summary>The scripts that are embedded in an assembly below a folder, in the order of their names.</summary>
    /// <param name="domain">The domain that they belong to; never change it.</param>
    /// <param name="assembly">Where they are embedded.</param>
    /// <param name="folder">The folder's resource name, e.g. <c>Polls.Migrations.Sqlite</c>.</param>
    public static IReadOnlyList<MigrationScript> Embedded(string domain, Assembly assembly, string folder) => Embedded(domain, assembly, folder, _ => null);

    internal static IReadOnlyList<MigrationScript> Embedded(string domain, Assembly assembly, string folder, Func<string, string?> formerly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(folder + ".", StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => (File: name[(folder.Length + 1)..], Resource: name))
                .Select(s => new MigrationScript($"{domain}/{s.File}", Read(assembly, s.Resource), formerly(s.File))),
        ];
    }

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
