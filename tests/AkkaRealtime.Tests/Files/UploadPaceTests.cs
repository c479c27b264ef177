using System.Net;
using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Files;
using AkkaRealtime.Storage.Files;

namespace AkkaRealtime.Tests.Files;

/// <summary>Whoever uploads faster than allowed is read more slowly, and nobody else is.</summary>
public sealed class UploadPaceTests : IDisposable
{
    private static readonly UserId Alice = new("alice");
    private static readonly UserId Bob = new("bob");
    private static readonly IPAddress Here = IPAddress.Parse("198.51.100.7");
    private static readonly IPAddress There = IPAddress.Parse("198.51.100.8");
    private readonly byte[] _buffer = new byte[FilesOptions.LeastBytesPerSecond];
    private UploadPace? _pace;

    [Fact]
    public async Task Read_MoreThanAUserMay_WaitsAndComes()
    {
        var pace = Pace(perUser: FilesOptions.LeastBytesPerSecond, perAddress: 0);
        var first = pace.Of(Body(), Alice, Here);
        await ReadAsync(first);
        var second = ReadAsync(pace.Of(Body(), Alice, There));

        Assert.Equal(_buffer.Length, await ReadAsync(pace.Of(Body(), Bob, Here)));
        Assert.False(second.IsCompleted);
        Assert.Equal(_buffer.Length, await second.WaitAsync(Patient.Wait));
    }

    [Fact]
    public async Task Read_MoreThanAnAddressMay_Waits()
    {
        var pace = Pace(perUser: 0, perAddress: FilesOptions.LeastBytesPerSecond);
        await ReadAsync(pace.Of(Body(), Alice, Here));
        using var gone = new CancellationTokenSource();
        var second = ReadAsync(pace.Of(Body(), Bob, Here), gone.Token);

        Assert.Equal(_buffer.Length, await ReadAsync(pace.Of(Body(), Bob, There)));
        Assert.False(second.IsCompleted);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(Patient.Wait));
    }

    [Fact]
    public async Task Read_WithoutLimits_IsTheBodyItself()
    {
        using var body = new MemoryStream(_buffer);
        Assert.NotSame(body, Pace(perUser: 0, perAddress: 0).Of(body, Alice, Here));
        for (var i = 0; i < 20; i++)
            Assert.Equal(_buffer.Length, await ReadAsync(_pace!.Of(Body(), Alice, Here)));

        using var unlimited = new UploadPace(new FilesOptions(), new LimitOptions { RateLimiting = false });
        Assert.Same(body, unlimited.Of(body, Alice, Here));
    }

    public void Dispose() => _pace?.Dispose();

    private UploadPace Pace(int perUser, int perAddress) => _pace = new UploadPace(
        new FilesOptions { UploadBytesPerSecondPerUser = perUser, UploadBytesPerSecondPerAddress = perAddress }, new LimitOptions());

    private MemoryStream Body() => new(_buffer);

    private static async Task<int> ReadAsync(Stream body, CancellationToken cancel = default) => await body.ReadAsync(new byte[2 * FilesOptions.LeastBytesPerSecond], cancel);
}
