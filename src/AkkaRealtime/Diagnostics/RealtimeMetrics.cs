using System.Diagnostics.Metrics;

namespace AkkaRealtime.Diagnostics;

/// <summary>What the server counts, as a <see cref="Meter"/> named <c>AkkaRealtime</c>. One instance a node; safe from any thread.</summary>
public sealed class RealtimeMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "AkkaRealtime";

    private readonly Meter _meter;

    /// <summary>Makes the instruments; <paramref name="factory"/> owns the meter.</summary>
    public RealtimeMetrics(IMeterFactory factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        _meter = factory.Create(MeterName);
        Connections = _meter.CreateUpDownCounter<long>("akkarealtime.connections", "{connection}", "Open connections.");
        Streams = _meter.CreateUpDownCounter<long>("akkarealtime.streams", "{connection}", "Open connections without a WebSocket, over HTTP.");
        MessagesIn = _meter.CreateCounter<long>("akkarealtime.messages.in", "{message}", "Messages received from clients.");
        MessagesOut = _meter.CreateCounter<long>("akkarealtime.messages.out", "{message}", "Messages written to clients.");
        Deliveries = _meter.CreateCounter<long>("akkarealtime.deliveries", "{delivery}", "Publications handed to a connection's outbox.");
        Drops = _meter.CreateCounter<long>("akkarealtime.drops", "{message}", "Messages dropped or skipped, by queue and reason.");
        Errors = _meter.CreateCounter<long>("akkarealtime.errors", "{error}", "Error envelopes, by code.");
        Refused = _meter.CreateCounter<long>("akkarealtime.handshakes.refused", "{handshake}", "Handshakes that were refused, by reason.");
        Closes = _meter.CreateCounter<long>("akkarealtime.closes", "{connection}", "Connections ended, by close code.");
        PlainConnectionsRefused = _meter.CreateCounter<long>("akkarealtime.plain_connections.refused", "{connection}", "TCP connections cut or not taken before they asked for anything, by reason.");
        CommitSeconds = _meter.CreateHistogram<double>("akkarealtime.journal.commit", "s", "Duration of a commit.");
        AckSeconds = _meter.CreateHistogram<double>("akkarealtime.chat.ack", "s", "From when a message reached its room's owner until it was durable and answered.");
        FanoutSeconds = _meter.CreateHistogram<double>("akkarealtime.fanout", "s", "From when something published reached this node until it stood in the outboxes of all its readers here.");
        UsersOnline = _meter.CreateUpDownCounter<long>("akkarealtime.users.online", "{user}", "Users with a connection, on whatever node, whose owner lives on this one.");
        CommitEntries = _meter.CreateHistogram<long>("akkarealtime.journal.entries", "{entry}", "Entries of a commit.");
        StoreQueries = _meter.CreateCounter<long>("akkarealtime.store.queries", "{query}", "Queries that reads of the store took.");
        ActorRestarts = _meter.CreateCounter<long>("akkarealtime.actor.restarts", "{restart}", "Actors restarted after a fault, by actor.");
        Calls = new CallMetrics(_meter);
        Files = new FileMetrics(_meter);
        Cluster = new ClusterMetrics(_meter);
        Webhooks = new WebhookMetrics(_meter);
        Previews = _meter.CreateCounter<long>("akkarealtime.previews", "{link}", "Links that were looked at for a preview, by result.");
        ConnectHook = _meter.CreateCounter<long>("akkarealtime.connect_hook", "{token}", "Tokens that another server was asked about, by result.");
        BeforeSend = _meter.CreateCounter<long>("akkarealtime.before_send", "{message}", "Messages that somebody was asked about before they were taken, by result.");
        Push = new PushMetrics(_meter);
        Expired = _meter.CreateCounter<long>("akkarealtime.retention.events", "{event}", "Events emptied because they were past their time.");
        _meter.CreateObservableGauge("akkarealtime.build.info", () => new Measurement<int>(1, new KeyValuePair<string, object?>("version", ServerVersion.Text)), "{node}", "1, with this node's version.");
        Erased = _meter.CreateCounter<long>("akkarealtime.erasure.events", "{event}", "Events emptied because their user was erased.");
    }

    /// <summary>Open connections.</summary>
    internal UpDownCounter<long> Connections { get; }

    /// <summary>Open connections without a WebSocket; <see cref="Connections"/> has them, too.</summary>
    internal UpDownCounter<long> Streams { get; }

    /// <summary>Messages received from clients.</summary>
    internal Counter<long> MessagesIn { get; }

    /// <summary>Messages written to clients.</summary>
    internal Counter<long> MessagesOut { get; }

    /// <summary>Publications handed to a connection's outbox.</summary>
    internal Counter<long> Deliveries { get; }

    /// <summary>Messages dropped or skipped; tags <c>queue</c>, <c>reason</c>.</summary>
    internal Counter<long> Drops { get; }

    /// <summary>Error envelopes; tag <c>code</c>.</summary>
    internal Counter<long> Errors { get; }

    /// <summary>Handshakes that were refused; tag <c>reason</c>.</summary>
    internal Counter<long> Refused { get; }

    /// <summary>Seconds from a message's coming to its owner to its answer.</summary>
    internal Histogram<double> AckSeconds { get; }

    /// <summary>Seconds from a publication's coming to this node to the outboxes of its readers.</summary>
    internal Histogram<double> FanoutSeconds { get; }

    /// <summary>Users who are connected, counted by their owners.</summary>
    internal UpDownCounter<long> UsersOnline { get; }

    /// <summary>Connections ended; tag <c>code</c>.</summary>
    internal Counter<long> Closes { get; }

    /// <summary>TCP connections cut or not taken before they asked for anything; tag <c>reason</c>: <c>address</c> (it has too many), <c>silent</c>.</summary>
    internal Counter<long> PlainConnectionsRefused { get; }

    /// <summary>Seconds a commit took.</summary>
    internal Histogram<double> CommitSeconds { get; }

    /// <summary>Entries of a commit.</summary>
    internal Histogram<long> CommitEntries { get; }

    /// <summary>Queries that reads of the store took; the journal's commits are counted apart.</summary>
    internal Counter<long> StoreQueries { get; }

    /// <summary>Actors restarted; tag <c>actor</c>.</summary>
    internal Counter<long> ActorRestarts { get; }

    /// <summary>Calls.</summary>
    internal CallMetrics Calls { get; }

    /// <summary>Files.</summary>
    internal FileMetrics Files { get; }

    /// <summary>The cluster.</summary>
    internal ClusterMetrics Cluster { get; }

    /// <summary>Webhooks.</summary>
    internal WebhookMetrics Webhooks { get; }

    /// <summary>Tokens that another server was asked about.</summary>
    internal Counter<long> ConnectHook { get; }

    /// <summary>Messages that somebody was asked about before they were taken; tag <c>result</c>: <c>allowed</c>, <c>changed</c>, <c>refused</c>, <c>failed</c>.</summary>
    internal Counter<long> BeforeSend { get; }

    /// <summary>Links that were looked at; tag <c>result</c>: <c>found</c>, <c>nothing</c> to show, <c>failed</c>.</summary>
    internal Counter<long> Previews { get; }

    /// <summary>Web push.</summary>
    internal PushMetrics Push { get; }

    /// <summary>Events emptied because they were past their time.</summary>
    internal Counter<long> Expired { get; }

    /// <summary>Events emptied because their user was erased.</summary>
    internal Counter<long> Erased { get; }

    /// <summary>Whether an instrument is one of these.</summary>
    internal bool Has(Instrument instrument) => ReferenceEquals(instrument.Meter, _meter);

    /// <summary>Shows the depth of a bounded queue; tag <c>queue</c>.</summary>
    internal void ObserveQueue(string queue, Func<long> depth) =>
        _meter.CreateObservableGauge("akkarealtime.queue.depth", () => new Measurement<long>(depth(), new KeyValuePair<string, object?>("queue", queue)), "{item}", "Items waiting in a bounded queue.");

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
