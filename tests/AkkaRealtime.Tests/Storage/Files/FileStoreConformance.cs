using System.Security.Cryptography;
using AkkaRealtime.Storage.Files;

namespace AkkaRealtime.Tests.Storage.Files;

/// <summary>What every store of files promises, wherever it keeps them.</summary>
public abstract class FileStoreConformance : IDisposable
{
    private readonly string _incoming = Directory.CreateTempSubdirectory("akkarealtime-incoming-").FullName;

    private protected abstract IFileStore Store { get; }

    [SkippableFact]
    public async Task Open_AfterKeep_GivesTheBytes()
    {
        var bytes = RandomNumberGenerator.GetBytes(100_000);
        var hash = await KeepAsync(bytes);

        Assert.Equal(bytes, await ReadAsync(hash));
    }

    [SkippableFact]
    public async Task Keep_LargerThanOnePart_IsWhole()
    {
        var bytes = RandomNumberGenerator.GetBytes(12_000_001);
        var hash = await KeepAsync(bytes);

        Assert.Equal(bytes, await ReadAsync(hash));
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(70_000)]
    [InlineData(99_999)]
    [InlineData(100_000)]
    public async Task Open_FromAPosition_GivesTheRest(int from)
    {
        var bytes = RandomNumberGenerator.GetBytes(100_000);
        await using var stream = await Store.OpenAsync(await KeepAsync(bytes), default) ?? throw new InvalidOperationException("It is not there.");

        Assert.Equal(bytes.Length, stream.Length);
        stream.Seek(from, SeekOrigin.Begin);
        var rest = new MemoryStream();
        await stream.CopyToAsync(rest);

        Assert.Equal(bytes[from..], rest.ToArray());
    }

    [SkippableFact]
    public async Task Open_WhatIsNotThere_IsNull() => Assert.Null(await Store.OpenAsync(HashOf([1, 2, 3, 4]), default));

    [SkippableFact]
    public async Task Keep_Again_ChangesNothing()
    {
        var hash = await KeepAsync([1, 2, 3]);

        Assert.Equal(hash, await KeepAsync([1, 2, 3]));
        Assert.Equal([1, 2, 3], await ReadAsync(hash));
    }

    [SkippableFact]
    public async Task Delete_TakesItAway_AndOnlyIt()
    {
        var (gone, stays) = (await KeepAsync([5, 6, 7]), await KeepAsync([8, 9]));

        await Store.DeleteAsync(gone, default);

        Assert.Null(await Store.OpenAsync(gone, default));
        Assert.Equal([8, 9], await ReadAsync(stays));
    }

    [SkippableFact]
    public async Task Delete_WhatIsNotThere_IsFine() => await Store.DeleteAsync(HashOf([9, 9, 9]), default);

    [SkippableFact]
    public async Task Keep_AfterDelete_BringsItBack()
    {
        var hash = await KeepAsync([4, 4, 4]);
        await Store.DeleteAsync(hash, default);
        await KeepAsync([4, 4, 4]);

        Assert.Equal([4, 4, 4], await ReadAsync(hash));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Directory.Delete(_incoming, recursive: true);
        Remove();
        GC.SuppressFinalize(this);
    }

    private protected virtual void Remove()
    {
    }

    private protected static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private protected async Task<string> KeepAsync(byte[] bytes)
    {
        var path = Path.Combine(_incoming, Guid.NewGuid().ToString("n"));
        await File.WriteAllBytesAsync(path, bytes);
        var hash = HashOf(bytes);
        await Store.KeepAsync(hash, path, default);
        return hash;
    }

    private async Task<byte[]> ReadAsync(string hash)
    {
        await using var stream = await Store.OpenAsync(hash, default) ?? throw new InvalidOperationException("It is not there.");
        var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
