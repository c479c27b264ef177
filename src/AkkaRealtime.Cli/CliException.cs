namespace AkkaRealtime.Cli;

/// <summary>A command that can't go on, with a sentence that says what to do.</summary>
internal sealed class CliException(string message, int exitCode = ExitCodes.Refused, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What the process ends with.</summary>
    public int ExitCode { get; } = exitCode;
}
