using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace AkkaRealtime.Tests.Architecture;

/// <summary>The arrows of docs/architecture.md: a folder uses only what stands below it.</summary>
public sealed class DependencyTests
{
    private const string Root = "AkkaRealtime";

    private static readonly ArchUnitNET.Domain.Architecture Library = new ArchLoader().LoadAssembly(typeof(RealtimeOptions).Assembly).Build();

    /// <summary>The library's folders, from the bottom up; the root, which puts them together, stands on top of all.</summary>
    private static readonly string[] Folders =
    [
        "Diagnostics",
        "Outbound",
        "Envelopes",
        "Framing",
        "EventLoops",
        "Clustering",
        "Topics",
        "Storage",
        "Sessions",
        "Routing.Execution",
        "Routing.Users",
        "Routing.Chat",
        "Routing.Calls",
        "Domains",
        "Webhooks",
        "Push",
        "Connections",
        "Files",
        "Admin",
        "Health",
    ];

    [Fact]
    public void Library_AnyType_UsesOnlyWhatStandsBelowItsFolder() => AssertOneDirection(Folders, "");

    [Fact]
    public void Connections_AnyType_KnowsNoDomain()
    {
        var known = Library.Types.Where(t => IsIn(SpaceOf(t), $"{Root}.Connections")).SelectMany(t => t.Dependencies.Select(d => (From: t, To: d.Target)))
            .Where(d => IsIn(SpaceOf(d.To), $"{Root}.Routing")).Select(d => $"{d.From.FullName} uses {d.To.FullName}").Distinct().ToList();
        Assert.True(known.Count == 0, string.Join('\n', known));
    }

    [Fact]
    public void Users_AnyType_UsesOnlyWhatStandsBelowItsRoom() =>
        AssertOneDirection(["Sessions", "Ringing", "Status.Wire", "Status", "Store", "Status.Router", "Names", "Pictures", "Owner"], "Routing.Users");

    [Fact]
    public void Chat_AnyType_UsesOnlyWhatStandsBelowItsRoom() =>
        AssertOneDirection(["Wire", "Settings", "Previews", "Commands", "Store", "Moderation", "Hooks", "Rules", "Owner", "Scheduling", "Queries", "Router"], "Routing.Chat");

    [Fact]
    public void Calls_AnyType_UsesOnlyWhatStandsBelowItsRoom() =>
        AssertOneDirection(["Wire", "Rules", "Settings", "Store", "Sfu", "Sfu.Janus", "Owner", "Queries", "Router"], "Routing.Calls");

    [Fact]
    public void Library_EveryFolder_HasItsPlaceInTheOrder()
    {
        var placeless = Library.Types.Select(SpaceOf).Where(n => n.StartsWith(Root + ".", StringComparison.Ordinal))
            .Where(n => Place(Folders, "", n) == Folders.Length).Distinct().ToList();
        Assert.True(placeless.Count == 0, $"No place in the order for {string.Join(", ", placeless)}: say in {nameof(Folders)} and in docs/architecture.md what it stands on.");
    }

    // The compiler puts a constant's value where it is used, so that the assembly doesn't show whose it is.
    [Fact]
    public void Library_AnyFolder_UsesNoConstantOfTheRoot()
    {
        var root = Library.Types.Where(t => SpaceOf(t) == Root && !t.Name.Contains('`', StringComparison.Ordinal)).Select(t => Regex.Escape(t.Name)).Distinct().ToList();
        Assert.Contains(nameof(RealtimeOptions), root);
        var names = new Regex($@"(?<![\w.])({string.Join('|', root)})\.[A-Z]", RegexOptions.Compiled | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));
        var source = Path.GetFullPath(Path.Combine(Folder(), "../../../src/AkkaRealtime"));
        var wrong =
            from file in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            let parts = Path.GetRelativePath(source, file).Split(Path.DirectorySeparatorChar)
            where parts.Length > 1 && parts[0] is not ("bin" or "obj")
            from line in File.ReadLines(file)
            where !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
            where names.IsMatch(line)
            select $"{string.Join('/', parts)}: {line.Trim()}";
        var faults = wrong.ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    private static void AssertOneDirection(string[] order, string within)
    {
        var prefix = within.Length == 0 ? Root : $"{Root}.{within}";
        var wrong =
            from type in Library.Types
            where IsIn(SpaceOf(type), prefix)
            from dependency in type.Dependencies
            let target = dependency.Target
            where IsIn(SpaceOf(target), prefix)
            where Place(order, within, SpaceOf(target)) > Place(order, within, SpaceOf(type))
            select $"{type.FullName} uses {target.FullName}";
        var faults = wrong.Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(faults.Count == 0, $"{faults.Count} arrows point the wrong way:\n{string.Join('\n', faults)}");
    }

    // Type parameters belong to a method, which the loader may take for another one of the same name.
    private static string SpaceOf(IType type) => type is GenericParameter ? "" : type.Namespace?.FullName ?? "";

    private static bool IsIn(string space, string prefix) => space == prefix || space.StartsWith(prefix + ".", StringComparison.Ordinal);

    // The most exact entry counts; what stands in no folder of the order stands above all of them.
    private static int Place(string[] order, string within, string space)
    {
        var prefix = within.Length == 0 ? Root : $"{Root}.{within}";
        var best = order.Length;
        var length = -1;
        for (var i = 0; i < order.Length; i++)
        {
            if (order[i].Length > length && IsIn(space, $"{prefix}.{order[i]}"))
                (best, length) = (i, order[i].Length);
        }

        return best;
    }
}
