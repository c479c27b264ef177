using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Files;

namespace AkkaRealtime.Tests.Storage.Files;

/// <summary>The conformance suite on an S3-compatible store, and what only that promises.</summary>
public sealed class S3FileStoreTests(S3rver s3) : FileStoreConformance, IClassFixture<S3rver>
{
    private S3FileStore? _store;

    private protected override IFileStore Store => _store ??= Open(new S3Options());

    [SkippableFact]
    public async Task Keep_WithAnUnknownKey_IsUnavailableAndSaysSo()
    {
        using var store = Open(new S3Options { AccessKey = "another" });

        var e = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.KeepAsync(HashOf([1]), typeof(S3FileStore).Assembly.Location, default));

        Assert.StartsWith("S3: ", e.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task All_InABucketThatIsNotThere_IsUnavailable()
    {
        using var store = Open(new S3Options { Bucket = "nowhere" });

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.KeepAsync(HashOf([1]), typeof(S3FileStore).Assembly.Location, default));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.OpenAsync(HashOf([1]), default));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.DeleteAsync(HashOf([1]), default));
    }

    [SkippableFact]
    public async Task Open_WhereNobodyListens_IsUnavailable()
    {
        s3.Endpoint();
        using var store = new S3FileStore(new S3Options { Endpoint = "http://127.0.0.1:9", Bucket = "b", AccessKey = "k", SecretKey = "s" });

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.OpenAsync(HashOf([1]), default));
    }

    private protected override void Remove() => _store?.Dispose();

    private S3FileStore Open(S3Options options)
    {
        options.Endpoint = s3.Endpoint();
        options.Prefix = "files/";
        if (options.Bucket.Length == 0)
            options.Bucket = S3rver.Bucket;
        if (options.AccessKey.Length == 0)
            options.AccessKey = S3rver.Key;
        options.SecretKey = S3rver.Key;
        return new S3FileStore(options);
    }
}
