using AkkaRealtime.Server.SignIn;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace AkkaRealtime.Server.Tests.SignIn;

/// <summary>How old the keys of an issuer may be, and who has them read again.</summary>
public sealed class IssuerKeysTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly IssuerKeys _keys;
    private string[] _published = ["a"];
    private bool _away;
    private int _reads;

    public IssuerKeysTests() => _keys = new IssuerKeys(_ => FetchAsync(), _time, NullLogger.Instance);

    [Fact]
    public async Task Get_FreshKeys_AreNotReadAgain()
    {
        await GetAsync();
        _time.Advance(IssuerKeys.Aged - TimeSpan.FromTicks(1));
        await GetAsync();
        Assert.Equal(1, _reads);
    }

    [Fact]
    public async Task Get_KeyTakenBack_IsGoneWithinMinutes()
    {
        await GetAsync();
        _published = ["b"];
        _time.Advance(IssuerKeys.Due);
        Assert.Equal(["b"], await GetAsync());
    }

    [Fact]
    public async Task Get_IssuerAway_KeysCountForAnHour_AndThenNobodyCanSay()
    {
        await GetAsync();
        _away = true;
        _time.Advance(IssuerKeys.Kept - TimeSpan.FromTicks(1));
        Assert.Equal(["a"], await GetAsync());
        _time.Advance(IssuerKeys.Pause);
        await Assert.ThrowsAsync<IssuerAwayException>(GetAsync);
        _away = false;
        _time.Advance(IssuerKeys.Pause);
        Assert.Equal(["a"], await GetAsync());
    }

    [Fact]
    public async Task Get_IssuerAwayAtTheStart_IsToldSo_UntilItIsBack()
    {
        _away = true;
        await Assert.ThrowsAsync<IssuerAwayException>(GetAsync);
        _away = false;
        _time.Advance(IssuerKeys.Pause);
        Assert.Equal(["a"], await GetAsync());
    }

    [Fact]
    public async Task Find_NewKey_IsThereAtOnce_WhateverWasLookedForBefore()
    {
        await GetAsync();
        for (var i = 0; i < 5; i++)
        {
            _time.Advance(IssuerKeys.Pause);
            Assert.Equal(["a"], await FindAsync($"made up {i}"));
        }

        _published = ["a", "b"];
        _time.Advance(IssuerKeys.Pause);
        Assert.Equal(["a", "b"], await FindAsync("b"));
    }

    [Fact]
    public async Task Find_SoonAfterAnotherRead_WaitsForOneThatBeginsLater()
    {
        await GetAsync();
        _published = ["b"];
        var asked = new[] { FindAsync("b"), FindAsync("made up") };
        Assert.Equal(1, _reads);
        while (!Task.WhenAll(asked).IsCompleted)
        {
            _time.Advance(IssuerKeys.Pause);
            await Task.Yield();
        }

        Assert.Equal(["b"], await asked[0]);
        Assert.Equal(2, _reads);
    }

    [Fact]
    public async Task Find_UnknownKeyAgain_ReadsNothing_ForAWhile()
    {
        await GetAsync();
        _time.Advance(IssuerKeys.Pause);
        await FindAsync("x");
        _time.Advance(IssuerKeys.Unknown - TimeSpan.FromTicks(1));
        await FindAsync("x");
        Assert.Equal(2, _reads);
        _time.Advance(IssuerKeys.Pause);
        _published = ["x"];
        Assert.Equal(["x"], await FindAsync("x"));
    }

    [Fact]
    public async Task Find_IssuerAway_SaysSo()
    {
        await GetAsync();
        _away = true;
        _time.Advance(IssuerKeys.Pause);
        await Assert.ThrowsAsync<IssuerAwayException>(() => FindAsync("b"));
    }

    private async Task<string[]> GetAsync() => IdsOf(await _keys.GetConfigurationAsync(CancellationToken.None));

    private async Task<string[]> FindAsync(string kid) => IdsOf(await _keys.FindAsync(kid, CancellationToken.None));

    private static string[] IdsOf(OpenIdConnectConfiguration keys) => [.. keys.SigningKeys.Select(k => k.KeyId)];

    private Task<OpenIdConnectConfiguration> FetchAsync()
    {
        _reads++;
        if (_away)
            return Task.FromException<OpenIdConnectConfiguration>(new HttpRequestException("away"));
        var keys = new OpenIdConnectConfiguration();
        foreach (var kid in _published)
            keys.SigningKeys.Add(new SymmetricSecurityKey(new byte[32]) { KeyId = kid });
        return Task.FromResult(keys);
    }
}
