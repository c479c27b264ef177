using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Sessions.Resuming;
using AkkaRealtime.Sessions.Revoking;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Connections;

/// <summary>What all connections of a node share.</summary>
/// <param name="Actors">The actors that they talk to.</param>
/// <param name="Catalog">The requests that are understood.</param>
/// <param name="Tokens">Checks tokens.</param>
/// <param name="Limits">Limits of messages.</param>
/// <param name="Options">How connections are kept alive and let go.</param>
/// <param name="Admission">The counts.</param>
/// <param name="Metrics">Counters.</param>
/// <param name="Time">The clock.</param>
/// <param name="Epoch">Names the store (protocol §2).</param>
/// <param name="Logger">For the whole node.</param>
internal sealed record ConnectionServices(
    NodeActors Actors,
    RequestCatalog Catalog,
    ITokenValidator Tokens,
    LimitOptions Limits,
    ConnectionOptions Options,
    Admission Admission,
    RealtimeMetrics Metrics,
    TimeProvider Time,
    string Epoch,
    ILogger Logger)
{
    private readonly long _start = Time.GetTimestamp();

    /// <summary>The largest file that a client may upload, bytes, for <c>session.ready</c>; null where no files are taken. Asked at each sign-in.</summary>
    public Func<long?> MaxFileBytes { get; init; } = () => null;

    /// <summary>The same of a picture of oneself; null where none are taken.</summary>
    public Func<int?> MaxPictureBytes { get; init; } = () => null;

    /// <summary>Who may address a message to a whole room, for <c>session.ready</c>; null: nobody.</summary>
    public SessionAudience? Audience { get; init; }

    /// <summary>The key that devices subscribe to pushes by, for <c>session.ready</c>; null: there are none.</summary>
    public string? PushKey { get; init; }

    /// <summary>What may not sign in.</summary>
    public Revocations Revocations { get; init; } = new();

    /// <summary>Has the store asked for what is new of them; returns at once.</summary>
    public Action LookForRevocations { get; init; } = () => { };

    /// <summary>What clients come back with; null: they are given nothing.</summary>
    public ResumeTickets? Tickets { get; init; }

    /// <summary>What tokens are worth.</summary>
    public TokenGate Gate => field ??= new TokenGate(Tokens, Revocations, Time);

    /// <summary>Says which owners can't be reached.</summary>
    public OwnerWatch Owners { get; init; } = new();

    /// <summary>What users and addresses may still ask.</summary>
    public RequestBudgets Budgets { get; } = new(Limits);

    /// <summary>Limits of the outboxes.</summary>
    public OutboxLimits Outboxes { get; } = new(Options);

    /// <summary>Milliseconds since this was made, on the monotonic clock. Deadlines are kept in these.</summary>
    public long NowMs => (long)Time.GetElapsedTime(_start).TotalMilliseconds;
}
