using AkkaRealtime.Outbound;

namespace AkkaRealtime.Webhooks.Delivery;

/// <summary>Signs events with all of a webhook's secrets that count.</summary>
internal static class WebhookSignature
{
    /// <summary>The value of <c>webhook-signature</c>: one signature for each secret that counts at <paramref name="now"/>, the newest first.</summary>
    public static string Of(IReadOnlyList<WebhookSecret> secrets, string id, DateTimeOffset now, ReadOnlySpan<byte> body) =>
        RequestSignature.Of(secrets.Where(s => !(s.Until <= now)).Select(s => s.Value), id, now, body);
}
