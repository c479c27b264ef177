using AkkaRealtime.Routing.Calls.Rules;
using Microsoft.Extensions.Configuration;

namespace AkkaRealtime.Routing.Calls.Settings;

/// <summary>One Janus media server.</summary>
/// <param name="Url">Its WebSocket API, <c>ws://host:8188</c>.</param>
/// <param name="ApiSecret">Its <c>api_secret</c>, if it has one.</param>
/// <param name="AdminKey">The <c>admin_key</c> of its VideoRoom plugin, if it has one: without, no room can be made there.</param>
public sealed record JanusOptions(string Url, string? ApiSecret = null, string? AdminKey = null)
{
    /// <summary>
    /// Reads <c>AkkaRealtime:Calls:Janus</c>, which is one address, one server (<c>Janus:Url</c>, <c>Janus:ApiSecret</c>), or a list of
    /// either (<c>Janus:0</c>, <c>Janus:1:Url</c>). An empty address stands for none.
    /// </summary>
    public static IReadOnlyList<JanusOptions> Read(IConfiguration janus)
    {
        ArgumentNullException.ThrowIfNull(janus);
        var section = janus as IConfigurationSection;
        if (!string.IsNullOrEmpty(section?.Value) || janus[nameof(Url)] is not null)
            return One(janus);
        return [.. janus.GetChildren().SelectMany(One)];
    }

    private static IReadOnlyList<JanusOptions> One(IConfiguration server)
    {
        var url = (server as IConfigurationSection)?.Value ?? server[nameof(Url)];
        return string.IsNullOrWhiteSpace(url) ? [] : [new JanusOptions(url, server[nameof(ApiSecret)], server[nameof(AdminKey)])];
    }

    internal static IEnumerable<string> Faults(CallOptions calls)
    {
        foreach (var (url, _, _) in calls.Janus)
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("ws" or "wss"))
                yield return $"AkkaRealtime:Calls:Janus holds '{url}'. Write the address of Janus's WebSocket API, such as ws://127.0.0.1:8188.";
        }

        if (calls.Janus.DistinctBy(j => j.Url).Count() < calls.Janus.Count)
            yield return "AkkaRealtime:Calls:Janus names one address twice. Name each Janus once.";
        if (calls.Sfu.MaxParticipants is < CallRules.MaxInMesh + 1 or > 100)
            yield return $"AkkaRealtime:Calls:Sfu:MaxParticipants is {calls.Sfu.MaxParticipants}. Set 5 to 100: calls of up to four need no media server.";
    }
}
