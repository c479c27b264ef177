using DbUp.Builder;
using DbUp.Engine;
using DbUp.Support;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Storage;

/// <summary>Brings a schema up to date: the sets one after the other, each script once, all that are new in one transaction.</summary>
internal static class Migrator
{
    /// <param name="database">The database.</param>
    /// <param name="sets">The scripts of the log, and of each domain.</param>
    /// <param name="log">Says what is done.</param>
    /// <param name="laterFault">What to say where a later version has run scripts that this one doesn't know, the first of which is named.</param>
    /// <exception cref="InvalidOperationException">A later version was here: what it writes, this one might not understand, or undo.</exception>
    public static DatabaseUpgradeResult Run(
        UpgradeEngineBuilder database, IEnumerable<IReadOnlyList<MigrationScript>> sets, ILogger log, Func<string, string> laterFault)
    {
        var former = new Dictionary<string, string>(StringComparer.Ordinal);
        var scripts = new List<SqlScript>();
        foreach (var (group, set) in sets.Index())
        {
            foreach (var script in set)
            {
                scripts.Add(new SqlScript(script.Name, script.Sql, new SqlScriptOptions { ScriptType = ScriptType.RunOnce, RunGroupOrder = group }));
                if (script.Formerly is not null)
                    former.Add(script.Name, script.Formerly);
            }
        }

        var engine = database
            .WithScripts(scripts)
            .WithFilter(new NotRunYet(former))
            .WithVariablesDisabled()
            .WithTransaction()
            .LogTo(new MigrationLog(log))
            .Build();
        return Later(engine.GetExecutedScripts(), scripts) is { } later ? throw new InvalidOperationException(laterFault(later)) : engine.PerformUpgrade();
    }

    // Of the domains that are here: one that isn't may have been taken out by the host, and its tables are in nobody's way.
    private static string? Later(IEnumerable<string> executed, IReadOnlyCollection<SqlScript> scripts)
    {
        var known = scripts.Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
        var domains = known.Select(Domain).ToHashSet(StringComparer.Ordinal);
        return executed.Where(name => name.Contains('/', StringComparison.Ordinal) && domains.Contains(Domain(name)) && !known.Contains(name))
            .Order(StringComparer.Ordinal).FirstOrDefault();
    }

    private static string Domain(string script) => script[..Math.Max(script.IndexOf('/', StringComparison.Ordinal), 0)];

    private sealed class NotRunYet(Dictionary<string, string> former) : IScriptFilter
    {
        public IEnumerable<SqlScript> Filter(IEnumerable<SqlScript> sorted, HashSet<string> executedScriptNames, ScriptNameComparer comparer) =>
            sorted.Where(s => !executedScriptNames.Contains(s.Name) && !(former.TryGetValue(s.Name, out var name) && executedScriptNames.Contains(name)));
    }
}
