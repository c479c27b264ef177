using DbUp.Builder;
using DbUp.Engine;
using DbUp.Support;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Storage;

/// <summary>Brings a schema up to date: the sets one after the other, each script once, all that are new in one transaction.</summary>
internal static class Migrator
{
    public static DatabaseUpgradeResult Run(UpgradeEngineBuilder database, IEnumerable<IReadOnlyList<MigrationScript>> sets, ILogger log)
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

        return database
            .WithScripts(scripts)
            .WithFilter(new NotRunYet(former))
            .WithVariablesDisabled()
            .WithTransaction()
            .LogTo(new MigrationLog(log))
            .Build()
            .PerformUpgrade();
    }

    private sealed class NotRunYet(Dictionary<string, string> former) : IScriptFilter
    {
        public IEnumerable<SqlScript> Filter(IEnumerable<SqlScript> sorted, HashSet<string> executedScriptNames, ScriptNameComparer comparer) =>
            sorted.Where(s => !executedScriptNames.Contains(s.Name) && !(former.TryGetValue(s.Name, out var name) && executedScriptNames.Contains(name)));
    }
}
