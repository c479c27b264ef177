using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Chat.Moderation;

/// <summary>
/// The words that may not be said, as the options and their file have them now. The file is looked at every five seconds, beside all messages; one that can't be read is passed over, with a
/// line in the log, and the words from before stay.
/// </summary>
internal sealed partial class ForbiddenWords : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly ModerationOptions _options;
    private readonly ILogger _log;
    private readonly ITimer? _timer;
    private readonly Lock _looking = new();
    private DateTime _seen;
    private volatile WordFilter? _current;

    /// <summary>Reads them; the validator has seen that they can be read.</summary>
    public ForbiddenWords(ModerationOptions options, TimeProvider time, ILogger<ForbiddenWords> log)
    {
        (_options, _log) = (options, log);
        if (!options.IsOn)
            return;
        _seen = Written();
        _current = Filter(WordList.Of(options));
        if (!string.IsNullOrEmpty(options.WordsFile))
            _timer = time.CreateTimer(_ => Look(), null, Every, Every);
    }

    /// <summary>What finds them; null where the operator has named none, which then costs nothing.</summary>
    public WordFilter? Current => _current;

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    private void Look()
    {
        // One look at a time: a large file may take longer than until the next.
        if (!_looking.TryEnter())
            return;
        try
        {
            var written = Written();
            if (written == _seen)
                return;
            _seen = written;
            var read = WordList.Of(_options);
            if (read.Fault is { } fault)
                LogUnreadable(_log, fault);
            else
            {
                _current = Filter(read);
                LogRead(_log, _options.WordsFile!, read.Entries.Count);
            }
        }
        finally
        {
            _looking.Exit();
        }
    }

    private WordFilter? Filter(WordList list) => list.Entries.Count == 0 ? null : new WordFilter(list.Entries, _options.WordAction == ModerationOptions.Mask);

    // Behind links as well, by which Kubernetes changes the files of a ConfigMap.
    private DateTime Written()
    {
        if (string.IsNullOrEmpty(_options.WordsFile))
            return default;
        try
        {
            return File.GetLastWriteTimeUtc(File.ResolveLinkTarget(_options.WordsFile, returnFinalTarget: true)?.FullName ?? _options.WordsFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    [LoggerMessage(EventId = 6301, Level = LogLevel.Information, Message = "The words in {Path} have changed; {Count} are in force now")]
    private static partial void LogRead(ILogger log, string path, int count);

    [LoggerMessage(EventId = 6302, Level = LogLevel.Warning, Message = "The file of words has changed and is of no use; those from before stay in force. {Fault}")]
    private static partial void LogUnreadable(ILogger log, string fault);
}
