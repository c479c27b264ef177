using System.ComponentModel;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Files;

namespace AkkaRealtime.Tests.Storage.Files;

public sealed class DiskFullTests
{
    [Theory]
    [InlineData(28, true)]
    [InlineData(122, true)]
    [InlineData(5, false)]
    public void Is_FaultsOfTheDisk_TellsThatItIsFull(int error, bool isFull)
    {
        Assert.Equal(isFull, DiskFull.Is(new StoreUnavailableException("Files", new IOException("No space left on device", error))));
        Assert.Equal(isFull, DiskFull.Is(new StoreUnavailableException("Files", new IOException("can't be flushed", new Win32Exception(error)))));
    }

    [SkippableFact]
    public async Task Write_ToAFullDevice_IsThatFault()
    {
        Skip.IfNot(File.Exists("/dev/full"), "There is no /dev/full.");
        await using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);
        Assert.True(DiskFull.Is(await Assert.ThrowsAnyAsync<IOException>(async () => await full.WriteAsync(new byte[100]))));
    }
}
