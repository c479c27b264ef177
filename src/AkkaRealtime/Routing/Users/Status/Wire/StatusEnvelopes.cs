using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Status.Wire;

/// <summary>Makes the envelopes of protocol §5.</summary>
internal static class StatusEnvelopes
{
    /// <summary><c>status.ok</c>: how the user sees themselves.</summary>
    public static EncodedEnvelope Ok(StatusView own, string? @ref) => EnvelopeWriter.Write("status.ok", own, StatusJson.Default.StatusView, @ref);

    /// <summary><c>status.snapshot</c>.</summary>
    public static EncodedEnvelope Snapshot(IReadOnlyList<StatusView> users, IReadOnlyList<UserId> refused, string? @ref) =>
        EnvelopeWriter.Write("status.snapshot", new StatusSnapshot(users, refused.Count > 0 ? refused : null), StatusJson.Default.StatusSnapshot, @ref);

    /// <summary><c>status.changed</c>.</summary>
    public static EncodedEnvelope Changed(StatusChanged changed) =>
        EnvelopeWriter.Write("status.changed", changed, StatusJson.Default.StatusChanged);
}
