using System.Security.Cryptography;
using System.Text;
using Akka.Actor;
using AkkaRealtime.Admin.Keys;
using AkkaRealtime.Storage;
using Microsoft.Extensions.Time.Testing;

namespace AkkaRealtime.Tests.Admin.Keys;

/// <summary>Which keys hold, and how often the store is asked.</summary>
public sealed class ApiKeysTests : IDisposable
{
    private static readonly string[] Scopes = ["messages:write"];
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly Shared _store = new();
    private readonly ApiKeys _here;
    private readonly ApiKeys _elsewhere;

    public ApiKeysTests()
    {
        _here = new ApiKeys(_store, new JournalPromise(_store), _time);
        _elsewhere = new ApiKeys(_store, new JournalPromise(_store), _time);
    }

    [Fact]
    public async Task Find_AKeyThatWasMade_HasItByItsHash_AndTheStoreHasNothingElseOfIt()
    {
        var (kept, key) = await MakeAsync();

        Assert.Equal(kept, await FindAsync(_here, key));
        Assert.StartsWith("ark_", key, StringComparison.Ordinal);
        Assert.DoesNotContain(key["ark_".Length..], kept.ToString(), StringComparison.Ordinal);
        Assert.Null(await FindAsync(_here, "ark_another"));
    }

    [Fact]
    public async Task Find_AfterItWasRevoked_HasItNowhere_AtOnceHereAndWithinASecondElsewhere()
    {
        var (kept, key) = await MakeAsync();
        Assert.NotNull(await FindAsync(_elsewhere, key));

        Assert.True(await _here.DeleteAsync(kept.Id, default));

        Assert.Null(await FindAsync(_here, key));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await FindAsync(_elsewhere, key));
        Assert.False(await _here.DeleteAsync(kept.Id, default));
    }

    [Fact]
    public async Task Find_WhatWasRevokedWhileTheStoreWasRead_IsNotTaken()
    {
        var (kept, key) = await MakeAsync();
        _store.Reading = new TaskCompletionSource();
        var reading = FindAsync(_here, key);
        Assert.Equal(kept, Assert.Single(await _store.Begun.Task));
        _store.Write(new DeleteKey(ActorRefs.Nobody, kept.Id));
        var (reads, begun) = (_store.Reading, _store.Begun);
        (_store.Reading, _store.Begun) = (null, new());
        await _here.CreateAsync("another", Scopes, null, "key-1", default);
        reads.SetResult();
        await reading;

        Assert.Null(await FindAsync(_here, key));
    }

    [Fact]
    public async Task Find_AfterItHasExpired_HasItNoLonger()
    {
        var (_, key) = await MakeAsync(_time.GetUtcNow().AddMinutes(1));
        Assert.NotNull(await FindAsync(_here, key));

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(await FindAsync(_here, key));
        Assert.Single(await _here.ListAsync(default));
    }

    [Fact]
    public async Task Find_WrongKeysByTheThousand_AsksTheStoreOnceASecond()
    {
        await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => FindAsync(_here, $"ark_{i}")));
        Assert.Equal(1, _store.Lists);

        _time.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => FindAsync(_here, $"ark_{i}")));
        Assert.Equal(2, _store.Lists);
    }

    [Fact]
    public async Task Find_WhileTheStoreIsAway_HasWhatWasKnown_OrSaysThatItIsAway()
    {
        var (_, key) = await MakeAsync();
        Assert.NotNull(await FindAsync(_here, key));
        _store.IsAway = true;
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.NotNull(await FindAsync(_here, key));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => FindAsync(_elsewhere, key));
    }

    [Fact]
    public async Task Create_BeyondTheMost_MakesNone()
    {
        for (var i = 0; i < ApiKeys.Max; i++)
            await MakeAsync();

        Assert.Null(await _here.CreateAsync("one more", Scopes, null, "key-1", default));
    }

    public void Dispose()
    {
        _here.Dispose();
        _elsewhere.Dispose();
    }

    private static Task<ApiKey?> FindAsync(ApiKeys keys, string key) => keys.FindAsync(SHA256.HashData(Encoding.UTF8.GetBytes(key)), default);

    private async Task<(ApiKey Kept, string Key)> MakeAsync(DateTimeOffset? expiresAt = null)
    {
        var made = await _here.CreateAsync("Bot", Scopes, expiresAt, "key-1", default);
        Assert.NotNull(made);
        return made.Value;
    }

    // What both nodes share.
    private sealed class Shared : IApiKeyStore, IJournal
    {
        private readonly SortedDictionary<string, ApiKey> _keys = new(StringComparer.Ordinal);

        public int Lists { get; private set; }

        public bool IsAway { get; set; }

        // Held up by it, where there is one; what was read by then.
        public TaskCompletionSource? Reading { get; set; }

        public TaskCompletionSource<IReadOnlyList<ApiKey>> Begun { get; set; } = new();

        public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancel)
        {
            Lists++;
            if (IsAway)
                throw new StoreUnavailableException("away");
            IReadOnlyList<ApiKey> read = [.. _keys.Values];
            if (Reading is { } reading)
            {
                Begun.TrySetResult(read);
                await reading.Task.WaitAsync(cancel);
            }

            return read;
        }

        public bool TryWrite(JournalEntry entry)
        {
            Write(entry);
            entry.Owner.Tell(new Saved(entry));
            return true;
        }

        public void Write(JournalEntry entry)
        {
            if (entry is SaveKey save)
                _keys[save.Key.Id] = save.Key;
            else if (entry is DeleteKey delete)
                _keys.Remove(delete.Id);
        }
    }
}
