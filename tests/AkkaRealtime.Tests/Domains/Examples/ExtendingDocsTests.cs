using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace AkkaRealtime.Tests.Domains.Examples;

/// <summary>The examples of docs/extending.md, and of the guide for who comes from SignalR, compile, because they are code of this folder.</summary>
public sealed partial class ExtendingDocsTests
{
    [Fact]
    public void Docs_EveryExample_StandsThereAsItCompiles()
    {
        var here = Folder();
        var code = File.ReadAllText(Path.Combine(here, "ExtendingExamples.cs"));
        var docs = Lines(File.ReadAllText(Path.Combine(here, "../../../../docs/extending.md")));
        var examples = Example().Matches(code);
        Assert.True(examples.Count >= 7);
        foreach (Match example in examples)
            Assert.True(docs.Contains(Lines(example.Groups["code"].Value), StringComparison.Ordinal), $"docs/extending.md shows another example \"{example.Groups["name"]}\" than the one that compiles.");
    }

    [Theory]
    [InlineData("handle")]
    [InlineData("publish")]
    [InlineData("topics")]
    public void SignalRGuide_ShowsTheExampleThatCompiles(string name)
    {
        var here = Folder();
        var example = Example().Matches(File.ReadAllText(Path.Combine(here, "ExtendingExamples.cs"))).Single(e => e.Groups["name"].Value == name);
        Assert.Contains(Lines(example.Groups["code"].Value), Lines(File.ReadAllText(Path.Combine(here, "../../../../docs/guides/signalr.md"))), StringComparison.Ordinal);
    }

    // Without indentation, which differs, and without comments, which the docs don't need.
    private static string Lines(string text) => string.Join(
        '\n', text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && !l.StartsWith("///", StringComparison.Ordinal)));

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"^ *// example: (?<name>\w+)\n(?<code>.*?)^ *// end$", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Example();
}
