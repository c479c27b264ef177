using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Status.Wire;

/// <summary>The requests of protocol §5, for the catalog.</summary>
internal static class StatusRequests
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<RequestType> Types { get; } =
    [
        RequestType.Of("status.set", () => StatusJson.Default.StatusSetRequest),
        RequestType.Of("status.zone", () => StatusJson.Default.StatusZoneRequest),
        RequestType.Of("status.quiet", () => StatusJson.Default.StatusQuietRequest),
        RequestType.Of("status.skip-quiet", () => StatusJson.Default.StatusSkipQuietRequest),
        RequestType.Of("status.activity", () => StatusJson.Default.StatusActivityRequest),
        RequestType.Of("status.subscribe", () => StatusJson.Default.StatusSubscribeRequest),
        RequestType.Of("status.get", () => StatusJson.Default.StatusGetRequest),
    ];
}
