using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Tests.Domains;

/// <summary>What was logged, as "9001 The handler of order.place failed.".</summary>
internal sealed class ListLogger : ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, string Line, Exception? Cause)> _entries = new();

    public IEnumerable<string> Lines => _entries.Select(e => e.Line);

    public IEnumerable<Exception> Causes => _entries.Select(e => e.Cause).OfType<Exception>();

    public IEnumerable<string> Of(LogLevel level) => _entries.Where(e => e.Level == level).Select(e => e.Line);

    /// <summary>Gives this logger to everybody.</summary>
    public ILoggerProvider Provider() => new Only(this);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _entries.Enqueue((logLevel, $"{eventId.Id} {formatter(state, exception)}", exception));

    private sealed class Only(ILogger logger) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => logger;

        public void Dispose()
        {
        }
    }
}
