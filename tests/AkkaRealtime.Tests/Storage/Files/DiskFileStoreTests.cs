using AkkaRealtime.Storage.Files;

namespace AkkaRealtime.Tests.Storage.Files;

/// <summary>The conformance suite on disk, and what only the disk promises.</summary>
public sealed class DiskFileStoreTests : FileStoreConformance
{
    private readonly string _directory = Directory.CreateTempSubdirectory("akkarealtime-files-").FullName;

    public DiskFileStoreTests() => Store = new DiskFileStore(_directory);

    private protected override IFileStore Store { get; }

    [Fact]
    public async Task Keep_File_IsMovedUnderItsHash()
    {
        var hash = await KeepAsync([1, 2, 3]);

        Assert.Equal(Path.Combine(_directory, hash[..2], hash), Assert.Single(Directory.GetFiles(_directory, "*", SearchOption.AllDirectories)));
    }

    private protected override void Remove() => Directory.Delete(_directory, recursive: true);
}
