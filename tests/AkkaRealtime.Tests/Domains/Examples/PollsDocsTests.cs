using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace AkkaRealtime.Tests.Domains.Examples;

/// <summary>What docs/extending.md shows and counts of the code is so.</summary>
public sealed partial class PollsDocsTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Folder(), "../../../.."));
    private static readonly string Docs = File.ReadAllText(Path.Combine(Root, "docs/extending.md"));

    [Fact]
    public void Docs_WhatIsShownOfPolls_StandsThereAsItCompiles()
    {
        var code = Lines(string.Join('\n', CodeOf("src/AkkaRealtime.Polls").Concat(CodeOf("tests/AkkaRealtime.Polls.Tests")).Select(File.ReadAllText)));
        var shown = Code().Matches(Section("A domain that keeps things: polls"));
        Assert.True(shown.Count >= 5);
        foreach (Match part in shown)
            Assert.True(code.Contains(Lines(part.Groups["code"].Value), StringComparison.Ordinal), $"docs/extending.md shows what polls are not:\n{part.Value}");
    }

    [Theory]
    [InlineData("chat.pins", "src/AkkaRealtime/Routing/Chat", "ChatPins|PinsQuery", 5)]
    [InlineData("chat.pinned", "src/AkkaRealtime/Routing/Chat", "ChatPinned|int Pinned", 8)]
    [InlineData("poll.closed", "src/AkkaRealtime.Polls", "PollClosed|void Close", 8)]
    public void Docs_WhatAChangeTouches_IsAllThatNamesIt(string example, string folder, string names, int most)
    {
        var line = Section("What a change touches").Split('\n').Single(l => l.Contains($"| `{example}` |", StringComparison.Ordinal));
        var listed = Named().Matches(line).Select(m => m.Value).Order(StringComparer.Ordinal).ToList();
        var naming = CodeOf(folder)
            .Where(file => Regex.IsMatch(File.ReadAllText(file), $@"\b({names})\b", RegexOptions.None, TimeSpan.FromSeconds(1)))
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal).ToList();

        Assert.Equal(naming, listed);
        Assert.True(listed.Count <= most, $"{example} touches {listed.Count} files, more than {most}.");
    }

    private static string Section(string title) => Docs.Split("\n## ").Single(section => section.StartsWith(title + "\n", StringComparison.Ordinal));

    private static IEnumerable<string> CodeOf(string folder) => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Split('/', '\\').Any(part => part is "bin" or "obj"));

    private static string Lines(string text) => string.Join(
        '\n', text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && !l.StartsWith("///", StringComparison.Ordinal)));

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Code();

    [GeneratedRegex(@"[\w./]+\.cs", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Named();
}
