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

    /// <summary>
    /// A script by which every camera is so, and each its own: Chromium's fake camera is one device for all pages, and stands still now and then when the
    /// fifth page opens it.
    /// </summary>
    public string Camera => $$"""
        const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = async (wish) => {
          if (!wish.video) return real(wish);
          const stream = wish.audio ? await real({ audio: wish.audio }) : new MediaStream();
          const [codedWidth, codedHeight] = [{{Width}}, {{Height}}];
          const track = new MediaStreamTrackGenerator({ kind: "video" });
          const writer = track.writable.getWriter();
          let shade = 0;
          const timer = setInterval(() => {
            if (track.readyState === "ended") {
              clearInterval(timer);
              return;
            }
            shade = (shade + 8) % 256;
            const picture = new Uint8Array((codedWidth * codedHeight * 3) / 2).fill(shade);
            const frame = new VideoFrame(picture, { format: "I420", codedWidth, codedHeight, timestamp: performance.now() * 1000 });
            writer.write(frame).catch(() => clearInterval(timer));
          }, 1000 / {{FramesPerSecond}});
          stream.addTrack(track);
          return stream;
        };
        """;
}
