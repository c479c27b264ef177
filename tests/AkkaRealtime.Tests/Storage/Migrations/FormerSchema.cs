using DbUp.Builder;
using DbUp.Engine;

namespace AkkaRealtime.Tests.Storage.Migrations;

/// <summary>
/// Databases as they were when the built-in domains had one set of scripts: the scripts of that time (<c>Before</c>, never to be changed), recorded under
/// the names of that time.
/// </summary>
internal static class FormerSchema
{
    /// <summary>Runs the former scripts, only the first of them where a database is to be older still.</summary>
    public static void Make(UpgradeEngineBuilder database, string store, int scripts)
    {
        var assembly = typeof(FormerSchema).Assembly;
        var folder = $"AkkaRealtime.Tests.Storage.Migrations.Before.{store}.";
        var all = assembly.GetManifestResourceNames().Where(n => n.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(5, all.Count);
        var result = database
            .WithScripts(all.Take(scripts).Select(name => new SqlScript($"AkkaRealtime.Storage.{store}.Migrations.{name[folder.Length..]}", Read(name))))
            .WithVariablesDisabled()
            .WithTransaction()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        Assert.True(result.Successful, result.Error?.ToString());

        string Read(string name)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }
    }
}
