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

    /// <summary>Who was shown as gone to whom, until now.</summary>
    public IReadOnlyList<string> FalseEvents =>
    [
        .. from watcher in _watchers
           from client in watcher.Connections.ToList()
           from e in client.Seen
           where e.Type is "status.snapshot" or "status.changed"
           from status in e.Data.GetProperty("users").EnumerateArray()
           where status.GetProperty("status").GetString() == "offline"
           select $"{status.GetProperty("user")} to {watcher.User}, on connection {watcher.Connections.IndexOf(client) + 1}: {e.Type}",
    ];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var person in (Person[])[.. _watchers, .. _people])
            await person.DisposeAsync();
    }
}
