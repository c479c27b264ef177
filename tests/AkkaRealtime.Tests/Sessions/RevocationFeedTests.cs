using AkkaRealtime.Envelopes;
using AkkaRealtime.Sessions.Revoking;
using AkkaRealtime.Sessions.Revoking.Memory;
using AkkaRealtime.Storage;
using AkkaRealtime.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AkkaRealtime.Tests.Sessions;

/// <summary>How a node hears of revocations.</summary>
public sealed class RevocationFeedTests : IDisposable
{
    private readonly SpecStore _store = new();
    private readonly FakeTimeProvider _time = new();
    private readonly Revocations _known = new();
    private readonly RevocationFeed _feed;
    private readonly Revoker _revoker;
    private readonly List<object> _published = [];

    public RevocationFeedTests()
    {
        _feed = NewFeed(_known, isShared: true);
        _revoker = new Revoker(new JournalPromise(_store), _feed, _time, _published.Add);
    }

    public void Dispose() => _feed.Dispose();

    private static SessionFacts Alice => new(new("alice"), null, null, null, null);

    [Fact]
    public async Task Revoke_Returned_IsInForceHere_AndOthersAreTold()
    {
        await _revoker.RevokeAsync([New("r1")], CancellationToken.None);
        Assert.NotNull(_known.Find(Alice, _time.GetUtcNow()));
        Assert.IsType<LookForRevocations>(Assert.Single(_published));
        await _revoker.LiftAsync("r1", CancellationToken.None);
        Assert.Null(_known.Find(Alice, _time.GetUtcNow()));
    }

    [Fact]
    public async Task Revoke_NotStored_Throws()
    {
        _store.Failing = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _revoker.RevokeAsync([New("r1")], CancellationToken.None));
        Assert.Empty(_published);
    }

    [Fact]
    public async Task Start_KnowsAllThatIsStored_AndAnotherNodesHalfASecondLater()
    {
        await _revoker.RevokeAsync([.. Enumerable.Range(0, 1_001).Select(i => New($"r{i}"))], CancellationToken.None);
        var known = new Revocations();
        using var other = NewFeed(known, isShared: true);
        await other.StartAsync(CancellationToken.None);
        Assert.Equal(1_001, known.Count);

        // The broadcast is lost.
        var seen = new TaskCompletionSource<IReadOnlyList<Revocation>>(TaskCreationOptions.RunContinuationsAsynchronously);
        other.Seen += seen.SetResult;
        await _revoker.RevokeAsync([New("another")], CancellationToken.None);
        _time.Advance(RevocationFeed.Every);
        Assert.Equal("another", Assert.Single(await seen.Task.WaitAsync(Patient.Wait)).Id);
        Assert.Equal(1_002, known.Count);
        await other.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Look_StoreAway_SaysSo_AndWhatIsKnownHolds()
    {
        await _revoker.RevokeAsync([New("r1")], CancellationToken.None);
        _store.Gate = Task.FromException(new StoreUnavailableException("away"));
        Assert.False(await _feed.LookAsync());
        Assert.NotNull(_known.Find(Alice, _time.GetUtcNow()));
        _store.Gate = Task.CompletedTask;
        Assert.True(await _feed.LookAsync());
    }

    private Revocation New(string id) => new(id, _time.GetUtcNow()) { User = new UserId("alice") };

    private RevocationFeed NewFeed(Revocations known, bool isShared) =>
        new(new MemoryRevocationStore(_store.Engine), known, _time, NullLogger<RevocationFeed>.Instance, isShared);
}
