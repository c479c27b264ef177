using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Cli;

/// <summary>What the store logs while a command has it open, and any warning, as lines on standard error.</summary>
internal sealed class NotesProvider : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Notes(categoryName == "AkkaRealtime.Storage" ? LogLevel.Information : LogLevel.Warning);

    public void Dispose()
    {
    }

    private sealed class Notes(LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                Output.Note(exception is null ? formatter(state, exception) : $"{formatter(state, exception)} {exception.Message}");
        }
    }
}
