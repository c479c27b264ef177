using System.Globalization;
using AkkaRealtime.Domains;
using AkkaRealtime.Routing.Calls.Settings;
using Microsoft.Extensions.Options;

namespace AkkaRealtime;

/// <summary>Stops the start where an option is wrong, with a sentence that says what to change.</summary>
internal sealed class RealtimeOptionsValidator : IValidateOptions<RealtimeOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, RealtimeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(RealtimeOptions o)
    {
        if (string.IsNullOrWhiteSpace(o.DataDirectory))
            yield return "AkkaRealtime:DataDirectory is empty. Set a folder that the server may write to, such as ./data.";
        if (!o.Path.StartsWith('/') || o.Path.Length < 2)
            yield return $"AkkaRealtime:Path is '{o.Path}'. Set a path that begins with a slash, such as /ws/ws.";
        foreach (var origin in o.AllowedOrigins)
        {
            if (origin != "*" && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.PathAndQuery == "/" && !origin.EndsWith('/')))
                yield return $"AkkaRealtime:AllowedOrigins holds '{origin}'. Write scheme, host and port only, such as https://app.example.com.";
        }

        foreach (var (key, value, least) in Numbers(o))
        {
            if (value < least)
                yield return $"AkkaRealtime:{key} is {value}. Set {least} or more.";
        }

        foreach (var fault in o.Management.Faults())
            yield return fault;
        if (o.Calls.Turn.Count > 0 && string.IsNullOrEmpty(o.Calls.TurnSecret))
            yield return "AkkaRealtime:Calls:Turn is set, but not AkkaRealtime:Calls:TurnSecret. Set the secret that the TURN server shares (coturn: static-auth-secret).";
        foreach (var url in o.Calls.Stun)
        {
            if (!url.StartsWith("stun:", StringComparison.Ordinal) && !url.StartsWith("stuns:", StringComparison.Ordinal))
                yield return $"AkkaRealtime:Calls:Stun holds '{url}'. Write it as stun:host:port.";
        }

        foreach (var url in o.Calls.Turn)
        {
            if (!url.StartsWith("turn:", StringComparison.Ordinal) && !url.StartsWith("turns:", StringComparison.Ordinal))
                yield return $"AkkaRealtime:Calls:Turn holds '{url}'. Write it as turn:host:port?transport=udp.";
        }

        if (o.Calls.IceTransportPolicy is not (CallOptions.All or CallOptions.Relay))
            yield return $"AkkaRealtime:Calls:IceTransportPolicy is '{o.Calls.IceTransportPolicy}'. Set all or relay.";
        if (o.Calls is { IceTransportPolicy: CallOptions.Relay, Turn.Count: 0 })
            yield return "AkkaRealtime:Calls:IceTransportPolicy is relay, but AkkaRealtime:Calls:Turn is empty, so that no call could connect. Set a TURN server.";
        foreach (var fault in JanusOptions.Faults(o.Calls))
            yield return fault;
        if (o.Calls.TurnTtlSeconds > 3_600)
            yield return $"AkkaRealtime:Calls:TurnTtlSeconds is {o.Calls.TurnTtlSeconds}. Set 3600 or less: credentials are short-lived.";
        foreach (var fault in ConfiguredTopic.Faults(o.Topics))
            yield return fault;
        foreach (var fault in o.Files.Faults())
            yield return fault;
        foreach (var fault in o.People.Faults().Concat(o.Pictures.Faults()).Concat(o.Chat.Faults()).Concat(o.LinkPreviews.Faults()).Concat(o.ConnectHook.Faults()).Concat(o.BeforeSend.Faults()).Concat(o.Moderation.Faults()).Concat(o.Push.Faults()))
            yield return fault;
        if (o.Cluster.Port is < 0 or > 65_535)
            yield return $"AkkaRealtime:Cluster:Port is {o.Cluster.Port}. Set a port, or 0 for a free one.";
        if (o.Cluster.BindPort is < 1 or > 65_535)
            yield return $"AkkaRealtime:Cluster:BindPort is {o.Cluster.BindPort}. Set a port, or leave it out where it is Cluster:Port.";
        if (o.Cluster is { BindPort: not null, Port: 0 })
            yield return "AkkaRealtime:Cluster:BindPort is set, but not AkkaRealtime:Cluster:Port. Set the port that other nodes reach this one by.";
        foreach (var fault in o.Cluster.Tls.Faults())
            yield return fault;
        foreach (var seed in o.Cluster.SeedNodes)
        {
            if (seed.LastIndexOf(':') is var colon && (colon < 1 || !int.TryParse(seed.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is 0 or > 65_535))
                yield return $"AkkaRealtime:Cluster:SeedNodes holds '{seed}'. Write it as host:port, as that node's own Cluster:Hostname and Cluster:Port say.";
        }
    }

    private static IEnumerable<(string Key, int Value, int Least)> Numbers(RealtimeOptions o) =>
    [
        ("Limits:MaxConnections", o.Limits.MaxConnections, 0),
        ("Limits:MaxConnectionsPerAddress", o.Limits.MaxConnectionsPerAddress, 0),
        ("Limits:MaxPlainConnectionsPerAddress", o.Limits.MaxPlainConnectionsPerAddress, 0),
        ("Limits:MaxConnectionsPerUser", o.Limits.MaxConnectionsPerUser, 0),
        ("Limits:HandshakesPerSecond", o.Limits.HandshakesPerSecond, 0),
        ("Limits:HandshakesPerSecondPerAddress", o.Limits.HandshakesPerSecondPerAddress, 0),
        ("Limits:MaxMessageBytes", o.Limits.MaxMessageBytes, 1_024),
        ("Limits:MessagesPerSecond", o.Limits.MessagesPerSecond, 1),
        ("Limits:Burst", o.Limits.Burst, 1),
        ("Limits:CostPerSecondPerUser", o.Limits.CostPerSecondPerUser, 0),
        ("Limits:CostBurstPerUser", o.Limits.CostBurstPerUser, 1),
        ("Limits:CostPerSecondPerAddress", o.Limits.CostPerSecondPerAddress, 0),
        ("Limits:CostBurstPerAddress", o.Limits.CostBurstPerAddress, 1),
        ("Connections:HeartbeatMs", o.Connections.HeartbeatMs, 100),
        ("Connections:HeadTimeoutMs", o.Connections.HeadTimeoutMs, 0),
        ("Connections:AuthTimeoutMs", o.Connections.AuthTimeoutMs, 100),
        ("Connections:InboxItems", o.Connections.InboxItems, 1),
        ("Connections:OutboxItems", o.Connections.OutboxItems, 16),
        ("Connections:OutboxBytes", o.Connections.OutboxBytes, 65_536),
        ("Connections:SendBufferBytes", o.Connections.SendBufferBytes, 0),
        ("Connections:ReceiveBufferBytes", o.Connections.ReceiveBufferBytes, 0),
        ("Connections:UnsentBytes", o.Connections.UnsentBytes, 0),
        ("Connections:LagTimeoutMs", o.Connections.LagTimeoutMs, 100),
        ("Connections:StallTimeoutMs", o.Connections.StallTimeoutMs, 0),
        ("Connections:DrainMs", o.Connections.DrainMs, 0),
        ("Connections:PreStopMs", o.Connections.PreStopMs, 0),
        ("Calls:TurnTtlSeconds", o.Calls.TurnTtlSeconds, 60),
        ("Calls:Sfu:Bitrate", o.Calls.Sfu.Bitrate, 64_000),
        ("Calls:RingMs", o.Calls.RingMs, 1_000),
        ("Calls:ReconnectMs", o.Calls.ReconnectMs, 1_000),
        ("Status:GraceMs", o.Status.GraceMs, 0),
        ("Chat:MaxRoomsPerUser", o.Chat.MaxRoomsPerUser, 0),
        ("Chat:InvitationsPerDay", o.Chat.InvitationsPerDay, 0),
        ("Chat:MaxScheduledPerUser", o.Chat.MaxScheduledPerUser, 1),
        ("Webhooks:MaxWebhooks", o.Webhooks.MaxWebhooks, 0),
        ("Webhooks:TimeoutSeconds", o.Webhooks.TimeoutSeconds, 1),
        ("Webhooks:RetryHours", o.Webhooks.RetryHours, 0),
        ("Webhooks:Concurrency", o.Webhooks.Concurrency, 1),
        ("Webhooks:SecretOverlapHours", o.Webhooks.SecretOverlapHours, 0),
        ("Push:MaxSubscriptionsPerUser", o.Push.MaxSubscriptionsPerUser, 1),
        ("Push:TimeoutSeconds", o.Push.TimeoutSeconds, 1),
        ("Push:Concurrency", o.Push.Concurrency, 1),
        ("Push:MaxWaiting", o.Push.MaxWaiting, 0),
        ("Cluster:Shards", o.Cluster.Shards, 1),
        ("Retention:Days", o.Retention.Days, 0),
        ("Retention:SweepMinutes", o.Retention.SweepMinutes, 1),
    ];
}
