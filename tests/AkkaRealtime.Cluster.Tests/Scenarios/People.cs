using AkkaRealtime.Cluster.Tests.Load;
using AkkaRealtime.Cluster.Tests.Nodes;

namespace AkkaRealtime.Cluster.Tests.Scenarios;

/// <summary>Everybody who uses a cluster while something happens to it: they write, are seen, and call.</summary>
internal sealed class People : IAsyncDisposable
{
    private readonly ChatLoad _chat;
    private readonly PresenceWatch _presence;
    private readonly RingWatch _rings;

    private People(ChatLoad chat, PresenceWatch presence, RingWatch rings) => (_chat, _presence, _rings) = (chat, presence, rings);

    /// <summary>Has them come.</summary>
    public static async Task<People> ComeAsync(IReadOnlyList<ClusterNode> nodes)
    {
        var presence = await PresenceWatch.StartAsync(nodes);
        var rings = await RingWatch.StartAsync(nodes);
        return new People(await ChatLoad.StartAsync(nodes), presence, rings);
    }

    /// <summary>Waits until so many more messages are confirmed.</summary>
    public Task MoreAsync(int more) => _chat.MoreAsync(more);

    /// <summary>Has them stop, and judges what they saw.</summary>
    public async Task<Outcome> JudgeAsync(Healed healed, Answers answers, int? exitCode = null, TimeSpan ended = default)
    {
        var rangOn = await _rings.EndAsync();
        var verdict = await _chat.EndAsync();
        return new Outcome(healed, verdict, exitCode, ended) { Answers = answers, FalsePresence = _presence.FalseEvents, Calls = (_rings.HungUp, rangOn) };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _rings.DisposeAsync();
        await _presence.DisposeAsync();
        await _chat.DisposeAsync();
    }
}
