using AkkaRealtime.Routing.Chat.Moderation;
using AkkaRealtime.Tests.Domains;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AkkaRealtime.Tests.Routing.Chat.Moderation;

public sealed class ForbiddenWordsTests : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    private readonly string _file = Path.GetTempFileName();
    private readonly FakeTimeProvider _time = new();
    private readonly ListLogger _log = new();
    private readonly ILoggerFactory _logs;
    private int _written;

    public ForbiddenWordsTests() => _logs = LoggerFactory.Create(logging => logging.AddProvider(_log.Provider()));

    public void Dispose()
    {
        _logs.Dispose();
        File.Delete(_file);
    }

    [Fact]
    public void Current_NoWords_IsNone()
    {
        using var words = new ForbiddenWords(new ModerationOptions(), _time, _logs.CreateLogger<ForbiddenWords>());
        Assert.Null(words.Current);
    }

    [Fact]
    public void Current_WordsAndFile_AreLookedForTogether()
    {
        Write("# what people said\n\n  worse  \n");
        using var words = Of("bad");

        Assert.True(words.Current!.IsIn("bad"));
        Assert.True(words.Current.IsIn("worse"));
        Assert.False(words.Current.IsIn("people"));
    }

    [Fact]
    public void Current_FileThatHasChanged_IsReadAnewWithinFiveSeconds()
    {
        Write("bad");
        using var words = Of();
        Write("worse");
        Assert.True(words.Current!.IsIn("bad"));

        _time.Advance(Look);

        Assert.False(words.Current.IsIn("bad"));
        Assert.True(words.Current.IsIn("worse"));
        Assert.Equal([$"6301 The words in {_file} have changed; 1 are in force now"], _log.Lines);
    }

    [Theory]
    [InlineData("b*d")]
    [InlineData(null)]
    public void Current_FileThatIsOfNoUseAnyMore_LeavesTheWordsFromBefore(string? content)
    {
        Write("bad");
        using var words = Of();
        if (content is null)
            File.Delete(_file);
        else
            Write(content);

        _time.Advance(Look);
        _time.Advance(Look);

        Assert.True(words.Current!.IsIn("bad"));
        Assert.Single(_log.Of(LogLevel.Warning));
    }

    [Fact]
    public void Faults_OfTheDefaults_AreNone() => Assert.Empty(new ModerationOptions().Faults());

    [Theory]
    [InlineData("b*d", "AkkaRealtime:Moderation:Words:0 has a * that is not its last character. Write the beginning of a word and one *, or the whole word.")]
    [InlineData("*", "AkkaRealtime:Moderation:Words:0 has no letters or digits to look for. Write a word, or remove it.")]
    [InlineData(" ", "AkkaRealtime:Moderation:Words:0 has no letters or digits to look for. Write a word, or remove it.")]
    public void Faults_WordThatIsNone_SaysWhatToChange(string word, string fault) => Assert.Equal([fault], new ModerationOptions { Words = { word } }.Faults());

    [Fact]
    public void Faults_FileWithALineThatIsNone_NamesTheLine()
    {
        Write("good\n--\n");
        Assert.Equal(
            [$"AkkaRealtime:Moderation:WordsFile: line 2 of {_file} has no letters or digits to look for. Write a word, or remove it."],
            new ModerationOptions { WordsFile = _file }.Faults());
    }

    [Fact]
    public void Faults_FileThatIsNoText_SaysSo()
    {
        File.WriteAllBytes(_file, [0x62, 0xE4, 0x64]);
        Assert.Equal([$"AkkaRealtime:Moderation:WordsFile: {_file} is not UTF-8. Save it as such, one word or phrase a line."], new ModerationOptions { WordsFile = _file }.Faults());
    }

    [Fact]
    public void Faults_FileThatIsNotThere_SaysSo()
    {
        File.Delete(_file);
        var fault = Assert.Single(new ModerationOptions { WordsFile = _file }.Faults());
        Assert.StartsWith($"AkkaRealtime:Moderation:WordsFile: {_file} can't be read:", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_AnotherAction_SaysWhichThereAre() =>
        Assert.Equal(["AkkaRealtime:Moderation:WordAction is 'drop'. Set refuse or mask."], new ModerationOptions { WordAction = "drop" }.Faults());

    private ForbiddenWords Of(params string[] words)
    {
        var options = new ModerationOptions { WordsFile = _file };
        foreach (var word in words)
            options.Words.Add(word);
        return new ForbiddenWords(options, _time, _logs.CreateLogger<ForbiddenWords>());
    }

    // Each a second after the one before, so that a clock of a file system that is coarse has no part in it.
    private void Write(string content)
    {
        File.WriteAllText(_file, content);
        File.SetLastWriteTimeUtc(_file, new DateTime(2026, 11, 23, 12, 0, _written++, DateTimeKind.Utc));
    }
}
