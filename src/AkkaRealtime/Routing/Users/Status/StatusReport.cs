using System.Text.Json;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Status.Wire;

namespace AkkaRealtime.Routing.Users.Status;

/// <summary>What an entity says of its user to status routers, which alone know who asks.</summary>
/// <param name="Version">Grows with every change, also over restarts: of two reports the higher one is the later.</param>
/// <param name="Seen">For others.</param>
/// <param name="Own">For the user; null where it is the same.</param>
internal sealed record StatusReport(long Version, StatusView Seen, StatusView? Own)
{
    /// <summary>As a publication carries it: for status routers, never for a client as it is.</summary>
    public EncodedEnvelope Encode() => EnvelopeWriter.Write("status.changed", this, StatusStateJson.Default.StatusReport);

    /// <summary>Reads <see cref="Encode"/> back.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static StatusReport Decode(EncodedEnvelope envelope)
    {
        if (!EnvelopeReader.TryRead(envelope.Utf8, out var read, out _))
            throw new JsonException("A status report is not an envelope.");
        return JsonSerializer.Deserialize(read.Data.Span, StatusStateJson.Default.StatusReport) ?? throw new JsonException("A status report is null.");
    }

    /// <summary>What <paramref name="viewer"/> is shown.</summary>
    public StatusView For(UserId viewer) => viewer == Seen.User && Own is not null ? Own : Seen;
}
