using OpenTelemetry;
using OpenTelemetry.Logs;

namespace AkkaRealtime.Server.Observability;

/// <summary>Logs that go to a collector are as free of tokens as those on the console (<see cref="WithoutTokens"/>).</summary>
internal sealed class LogsWithoutTokens : BaseProcessor<LogRecord>
{
    /// <inheritdoc/>
    public override void OnEnd(LogRecord data)
    {
        if (data.FormattedMessage is { } message)
            data.FormattedMessage = WithoutTokens.Clean(message);
        if (data.Body is { } body)
            data.Body = WithoutTokens.Clean(body);
        if (data.Attributes is { Count: > 0 } attributes)
            data.Attributes = [.. attributes.Select(a => a.Value is string text ? KeyValuePair.Create<string, object?>(a.Key, WithoutTokens.Clean(text)) : a)];
    }
}
