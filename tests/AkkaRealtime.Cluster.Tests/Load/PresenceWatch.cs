using AkkaRealtime.Cluster.Tests.Nodes;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Cluster.Tests.Load;

/// <summary>People on each node who are there all the time, and one on each who watches all of them: whoever is shown as gone is shown so wrongly.</summary>
internal sealed class PresenceWatch : IAsyncDisposable
{
    private const int Each = 2;
    private readonly List<Person> _people = [];
    private readonly List<Person> _watchers = [];

    private PresenceWatch()
    {
    }

    /// <summary>Has everybody come, and waits until all see all.</summary>
    public static async Task<PresenceWatch> StartAsync(IReadOnlyList<ClusterNode> nodes)
    {
        var watch = new PresenceWatch();
        for (var node = 0; node < nodes.Count; node++)
        {
            for (var i = 0; i < Each; i++)
                watch._people.Add(await Person.ComeAsync(nodes, node, SignedIn.NewName($"there{node}{i}")));
        }

        var users = watch._people.Select(p => p.User).ToList();
        for (var node = 0; node < nodes.Count; node++)
            watch._watchers.Add(await Person.ComeAsync(nodes, node, SignedIn.NewName($"watcher{node}"), client => client.RequestAsync("status.subscribe", new { users })));
        return watch;
    }

    /// <summary>How often somebody was shown as gone, until now.</summary>
    public int FalseEvents => _watchers.SelectMany(w => w.Connections.ToList()).SelectMany(c => c.Seen)
        .Where(e => e.Type is "status.snapshot" or "status.changed")
        .SelectMany(e => e.Data.GetProperty("users").EnumerateArray())
        .Count(s => s.GetProperty("status").GetString() == "offline");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var person in (Person[])[.. _watchers, .. _people])
            await person.DisposeAsync();
    }
}
