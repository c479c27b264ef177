namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>What everybody sends to the media server.</summary>
/// <param name="Width">Of the picture.</param>
/// <param name="Height">Of the picture.</param>
/// <param name="FramesPerSecond">Of the camera.</param>
/// <param name="Bitrate">The most, bits a second.</param>
/// <param name="Simulcast">In three sizes.</param>
public sealed record SfuMedia(int Width, int Height, int FramesPerSecond, int Bitrate, bool Simulcast)
{
    /// <summary>As small as cameras get: six people's pictures are encoded and decoded on one machine.</summary>
    public static readonly SfuMedia Small = new(160, 120, 5, 128_000, false);

    /// <summary>A script by which every camera is so.</summary>
    public string Camera => $$"""
        const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = (wish) =>
          real(wish.video ? { ...wish, video: { width: {{Width}}, height: {{Height}}, frameRate: {{FramesPerSecond}} } } : wish);
        """;
}
