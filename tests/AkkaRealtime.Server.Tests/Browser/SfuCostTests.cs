using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AkkaRealtime.Server.Tests.Support;
using Xunit.Abstractions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>
/// No test but a measurement, of minutes, that is only done where it is asked for: what a call of five by Janus costs it, by its own CPU time and
/// by the packets that browsers sent and received. Per packet and per bit it says the same, however little the browsers manage to send.
/// <c>AKKAREALTIME_MEASURE=sfu dotnet test tests/AkkaRealtime.Server.Tests --filter SfuCost --logger "console;verbosity=detailed"</c>.
/// </summary>
[Collection(nameof(NothingBeside))]
public sealed class SfuCostTests(ITestOutputHelper output)
{
    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(60);

    // What went out and came in since the page was loaded, by RTP with its headers.
    private const string Traffic = """
        async () => {
          const sum = { sent: 0, packetsSent: 0, received: 0, packetsReceived: 0 };
          for (const pc of window.witness.peers) {
            if (pc.connectionState === "closed") continue;
            for (const report of (await pc.getStats()).values()) {
              if (report.type === "outbound-rtp") { sum.sent += report.bytesSent + report.headerBytesSent; sum.packetsSent += report.packetsSent; }
              if (report.type === "inbound-rtp") { sum.received += report.bytesReceived + report.headerBytesReceived; sum.packetsReceived += report.packetsReceived; }
            }
          }
          return sum;
        }
        """;

    [Measurement("sfu")]
    [InlineData(640, 360, 15, 600_000, false)]
    [InlineData(640, 360, 15, 1_000_000, true)]
    public async Task Measure_a_call_of_five(int width, int height, int framesPerSecond, int bitrate, bool simulcast)
    {
        await using var scene = await SfuScene.StartAsync(new SfuMedia(width, height, framesPerSecond, bitrate, simulcast), ["Alice", "Bob", "Carol", "Dave", "Erin"]);
        await scene.People[0].On("start-video-call").ClickAsync();
        foreach (var person in scene.People.Skip(1))
            await SfuScene.AcceptAsync(person);
        await scene.SeeAsync(scene.People, 4);

        var before = await LookAsync(scene);
        using var minute = new PeriodicTimer(AtLeast);
        await minute.WaitForNextTickAsync();
        var after = await LookAsync(scene);

        var seconds = Stopwatch.GetElapsedTime(before.At, after.At).TotalSeconds;
        var cpu = after.CpuSeconds - before.CpuSeconds;
        var (mbitIn, mbitOut) = ((after.Sent - before.Sent) * 8 / 1e6, (after.Received - before.Received) * 8 / 1e6);
        var packets = after.Packets - before.Packets;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {width}x{height}, {framesPerSecond} frames/s, at most {bitrate} bit/s, simulcast {simulcast}; five participants over {seconds:F0} s
            Janus: {cpu:F2} s of CPU, {cpu / seconds * 100:F1} % of a core
            in {mbitIn / seconds:F2} Mbit/s, out {mbitOut / seconds:F2} Mbit/s, {packets / seconds:F0} packets/s in and out
            {cpu / mbitOut * 1_000:F2} ms of CPU per Mbit sent on, {cpu / packets * 1e6:F0} us per packet, {cpu / (mbitIn + mbitOut) * 100:F2} % of a core per Mbit/s in and out
            """));
        Assert.True(packets > 0 && cpu > 0, "Nothing went by Janus.");
    }

    private static async Task<(long At, double CpuSeconds, double Sent, double Received, double Packets)> LookAsync(SfuScene scene)
    {
        // Fields 14 and 15 of proc(5), in hundredths of a second; the name in parentheses may hold spaces.
        var text = await File.ReadAllTextAsync($"/proc/{scene.Janus.Pid}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        var cpu = (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / 100;
        var at = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(scene.People.Select(p => p.Page.EvaluateAsync<JsonElement>(Traffic)));
        return (at, cpu, Sum("sent"), Sum("received"), Sum("packetsSent") + Sum("packetsReceived"));

        double Sum(string name) => all.Sum(t => t.GetProperty(name).GetDouble());
    }
}
