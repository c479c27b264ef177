using System.Text.Json;
using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Status;

/// <summary>
/// <c>status.set</c> on its way to the user's entity. The sender is the connection: it is told <c>status.ok</c> once the choice is stored, or an error.
/// </summary>
internal sealed record SetStatus(UserId User, string Name, StatusChoice Choice, string? Ref) : IUserCommand;

/// <summary><c>status.activity</c> on its way to the user's entity.</summary>
internal sealed record SetActivity(UserId User, SessionId Session, bool Idle) : IUserCommand;

/// <summary>A status router needs a user's status. The sender is told <see cref="StatusAnswer"/>.</summary>
/// <param name="User">Whose.</param>
/// <param name="Token">Comes back in the answer.</param>
internal sealed record GetStatus(UserId User, long Token) : IUserCommand;

/// <summary>The answer to <see cref="GetStatus"/>.</summary>
internal sealed record StatusAnswer(long Token, StatusReport Report) : ICrossesNodes;

/// <summary>What an entity says of its user to status routers, which alone know who asks.</summary>
/// <param name="Version">Grows with every change, also over restarts: of two reports the higher one is the later.</param>
/// <param name="Seen">For others.</param>
/// <param name="Own">For the user; null where it is the same.</param>
internal sealed record StatusReport(long Version, StatusView Seen, StatusView? Own)
{
    /// <summary>As a publication carries it: for status routers, never for a client as it is.</summary>
    public EncodedEnvelope Encode() => EnvelopeWriter.Write("status.changed", this, StatusJson.Default.StatusReport);

    /// <summary>Reads <see cref="Encode"/> back. Throws <see cref="JsonException"/> for anything else.</summary>
    public static StatusReport Decode(EncodedEnvelope envelope)
    {
        if (!EnvelopeReader.TryRead(envelope.Utf8, out var read, out _))
            throw new JsonException("A status report is not an envelope.");
        return JsonSerializer.Deserialize(read.Data.Span, StatusJson.Default.StatusReport) ?? throw new JsonException("A status report is null.");
    }

    /// <summary>What <paramref name="viewer"/> is shown.</summary>
    public StatusView For(UserId viewer) => viewer == Seen.User && Own is not null ? Own : Seen;
}
