using System.Globalization;
using DbUp.Engine.Output;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Storage;

/// <summary>What the migrations say, as debug messages of ours: a start is no news.</summary>
internal sealed class MigrationLog(ILogger log) : IUpgradeLog
{
    public void LogTrace(string format, params object[] args) => Write(format, args);

    public void LogDebug(string format, params object[] args) => Write(format, args);

    public void LogInformation(string format, params object[] args) => Write(format, args);

    public void LogWarning(string format, params object[] args) => Write(format, args);

    public void LogError(string format, params object[] args) => Fail(null, format, args);

    public void LogError(Exception ex, string format, params object[] args) => Fail(ex, format, args);

    private static string Text(string format, object[] args) => args.Length == 0 ? format : string.Format(CultureInfo.InvariantCulture, format, args);

    private void Write(string format, object[] args)
    {
        if (!log.IsEnabled(LogLevel.Debug))
            return;
        var text = Text(format, args);
        StorageLog.Migration(log, text);
    }

    private void Fail(Exception? e, string format, object[] args)
    {
        if (log.IsEnabled(LogLevel.Error))
            StorageLog.MigrationFailed(log, e, Text(format, args));
    }
}
