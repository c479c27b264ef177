using System.Text.RegularExpressions;

namespace AkkaRealtime.Tests.Architecture;

/// <summary>The order of using directives is dotnet format's, which takes a minute to look at it. To mend it: <c>dotnet format style --diagnostics IMPORTS</c>.</summary>
public sealed partial class ImportTests
{
    [Fact]
    public void Usings_OfEveryFile_AreSortedWithSystemFirst()
    {
        var files = new[] { "src", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Checkout.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !Unwatched().IsMatch(Path.GetRelativePath(Checkout.Root, file)))
            .ToList();
        Assert.NotEmpty(files);
        Assert.Equal([], files.Where(file => !AreSorted(File.ReadLines(file))));
    }

    [Theory]
    [InlineData(true, "using System.Text;", "using Akka.Actor;", "using AkkaRealtime.Topics;", "using static System.Math;", "using A = System.Buffers;")]
    [InlineData(false, "using Akka.Actor;", "using System.Text;")]
    [InlineData(false, "using AkkaRealtime;", "using Akka.Actor;")]
    [InlineData(false, "using static System.Math;", "using Akka.Actor;")]
    public void Usings_AreSorted(bool sorted, params string[] lines) => Assert.Equal(sorted, AreSorted(lines));

    private static bool AreSorted(IEnumerable<string> lines)
    {
        var keys = lines.Select(line => Using().Match(line)).Where(match => match.Success).Select(Key).ToList();
        return keys.SequenceEqual(keys.Order(StringComparer.OrdinalIgnoreCase));
    }

    // Name by name: Akka.Actor before AkkaRealtime.
    private static string Key(Match match)
    {
        var (isStatic, name) = (match.Groups["static"].Success, match.Groups["name"].Value);
        var kind = name.Contains('=', StringComparison.Ordinal) ? '2' : isStatic ? '1' : '0';
        var isSystem = name == "System" || name.StartsWith("System.", StringComparison.Ordinal);
        return $"{(match.Groups["global"].Success ? '0' : '1')}{kind}{(isSystem ? '0' : '1')}{name.Replace('.', '\t')}";
    }

    [GeneratedRegex(@"^(?<global>global )?using (?<static>static )?(?<name>[^(;]+);$")]
    private static partial Regex Using();

    [GeneratedRegex(@"(^|/)(bin|obj|node_modules)/")]
    private static partial Regex Unwatched();
}
