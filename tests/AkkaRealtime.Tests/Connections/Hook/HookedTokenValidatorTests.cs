using AkkaRealtime.Connections;
using AkkaRealtime.Connections.Hook;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AkkaRealtime.Tests.Connections.Hook;

public sealed class HookedTokenValidatorTests : IDisposable
{
    private static readonly Identity Ann = new(new UserId("ann"), "Ann", null);
    private static readonly Identity Known = new(new UserId("known"), "Known to the host", null);

    private readonly FakeTimeProvider _time = new();
    private readonly TestMeters _meters = new();
    private readonly RealtimeMetrics _metrics;
    private readonly List<string> _asked = [];

    public HookedTokenValidatorTests() => _metrics = new RealtimeMetrics(_meters);

    public void Dispose()
    {
        _metrics.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task Validate_TokenOfTheHost_IsItsOwn_AndNobodyIsAsked()
    {
        Assert.Equal(Known, await Hooked(_ => Task.FromResult<Identity?>(Ann)).ValidateAsync("host's", default));
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task Validate_AnotherToken_IsAskedFor_AndForATimeNotAgain()
    {
        var hooked = Hooked(_ => Task.FromResult<Identity?>(Ann));
        Assert.Equal(Ann, await hooked.ValidateAsync("cookie", default));
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(Ann, await hooked.ValidateAsync("cookie", default));
        Assert.Single(_asked);

        Assert.Equal(Ann, await hooked.ValidateAsync("another", default));
        _time.Advance(TimeSpan.FromSeconds(2));
        await hooked.ValidateAsync("cookie", default);
        Assert.Equal(["cookie", "another", "cookie"], _asked);
    }

    [Fact]
    public async Task Validate_SameTokenAtATime_IsAskedForOnce_AlsoWhereTheFirstGivesUp()
    {
        var answer = new TaskCompletionSource<Identity?>();
        var hooked = Hooked(_ => answer.Task);
        using var gone = new CancellationTokenSource();
        var first = hooked.ValidateAsync("cookie", gone.Token).AsTask();
        var second = hooked.ValidateAsync("cookie", default).AsTask();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        answer.SetResult(Ann);
        Assert.Equal(Ann, await second);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task Validate_Refused_IsNoToken_AndMayBecomeOne()
    {
        var identity = default(Identity);
        var hooked = Hooked(_ => Task.FromResult(identity));
        Assert.Null(await hooked.ValidateAsync("cookie", default));
        identity = Ann;
        Assert.Equal(Ann, await hooked.ValidateAsync("cookie", default));
    }

    [Fact]
    public async Task Validate_NoAnswer_SaysNothingOfTheToken_AndIsNotKept()
    {
        var answers = new Queue<Func<Task<Identity?>>>([() => throw new HttpRequestException("down"), () => Task.FromResult<Identity?>(Ann)]);
        var hooked = Hooked(_ => answers.Dequeue()());
        await Assert.ThrowsAsync<HttpRequestException>(async () => await hooked.ValidateAsync("cookie", default));
        Assert.Equal(Ann, await hooked.ValidateAsync("cookie", default));
    }

    [Fact]
    public async Task Validate_SlowAnswer_IsWaitedForNoLongerThanTheOptionsSay()
    {
        var asked = new TaskCompletionSource();
        var hooked = Hooked(_ =>
        {
            asked.SetResult();
            return new TaskCompletionSource<Identity?>().Task;
        });
        var validated = hooked.ValidateAsync("cookie", default).AsTask();
        await asked.Task;
        _time.Advance(TimeSpan.FromMilliseconds(3_000));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => validated);
    }

    [Fact]
    public async Task Validate_MoreThanMayWait_AreRefusedForNow_AndNotLater()
    {
        var answer = new TaskCompletionSource<Identity?>();
        using var all = new CountdownEvent(HookedTokenValidator.MaxWaiting);
        var hooked = new HookedTokenValidator(
            new HostTokens(),
            (_, _) =>
            {
                if (!all.IsSet)
                    all.Signal();
                return answer.Task;
            },
            new ConnectHookOptions(),
            _metrics,
            _time,
            NullLogger<HookedTokenValidator>.Instance);
        var waiting = Enumerable.Range(0, HookedTokenValidator.MaxWaiting).Select(i => hooked.ValidateAsync($"made-up {i}", default).AsTask()).ToList();
        await Task.Run(all.Wait);
        await Assert.ThrowsAsync<HttpRequestException>(async () => await hooked.ValidateAsync("one more", default));
        answer.SetResult(Ann);
        await Task.WhenAll(waiting);
        Assert.Equal(Ann, await hooked.ValidateAsync("one more", default));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public async Task Validate_Nothing_IsNotAskedFor(string? token)
    {
        Assert.Null(await Hooked(_ => Task.FromResult<Identity?>(Ann)).ValidateAsync(token!, default));
        Assert.Null(await Hooked(_ => Task.FromResult<Identity?>(Ann)).ValidateAsync(new string('x', 8_193), default));
        Assert.Empty(_asked);
    }

    private HookedTokenValidator Hooked(Func<string, Task<Identity?>> ask) => new(
        new HostTokens(),
        (token, _) =>
        {
            _asked.Add(token);
            return ask(token);
        },
        new ConnectHookOptions(),
        _metrics,
        _time,
        NullLogger<HookedTokenValidator>.Instance);

    private sealed class HostTokens : ITokenValidator
    {
        public ValueTask<Identity?> ValidateAsync(string token, CancellationToken cancel) => new(token == "host's" ? Known : null);
    }
}
