using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Tests.Storage;

/// <summary>Keeps what was logged as an error or worse.</summary>
internal sealed class RecordedLog : ILogger
{
    private readonly ConcurrentQueue<(int Id, LogLevel Level)> _entries = new();

    public IReadOnlyCollection<(int Id, LogLevel Level)> Entries => _entries;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            _entries.Enqueue((eventId.Id, logLevel));
    }
}
