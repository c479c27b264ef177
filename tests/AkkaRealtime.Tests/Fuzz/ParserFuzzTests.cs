using System.Net;
using System.Text;
using System.Text.Unicode;
using AkkaRealtime.Connections;
using AkkaRealtime.Connections.Upgrade;
using AkkaRealtime.Domains.Commands;
using AkkaRealtime.Domains.Subscriptions;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Framing;
using AkkaRealtime.Push.Wire;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Chat;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Routing.Users.Status.Wire;
using AkkaRealtime.Tests.Framing;
using AkkaRealtime.Tests.Hostile;
using Microsoft.AspNetCore.Builder;

namespace AkkaRealtime.Tests.Fuzz;

/// <summary>What reads bytes of strangers, each alone: frames, compressed frames, envelopes, heads of HTTP requests.</summary>
public sealed class ParserFuzzTests
{
    private const string Head =
        "GET /ws/ws?access_token=a%2Fb&device=d HTTP/1.1\r\nHost: h:1\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: akkarealtime.v1, bearer.t\r\nX-Forwarded-For: 192.0.2.7, [2001:db8::1]:443\r\n\r\n";

    private static readonly IReadOnlyList<byte[]> Envelopes =
    [
        .. SampleRequests.Of("0198c0ffee0000000000000000000000", "0198c0ffee0000000000000000000000.0198c0ffee0000000000000000000001", "0198c0ffee0000000000000000000002")
            .Select(s => Encoding.UTF8.GetBytes($$$"""{"type":"{{{s.Type}}}","data":{"ref":"r1"{{{string.Concat(s.Members.Select(m => $",\"{m.Key}\":{m.Value}"))}}}}}""")),
    ];

    [Fact]
    public void Frames_HoweverTheyAreCut_MeanTheSame() => FuzzRun.Of(Frames(), (input, mutations) =>
    {
        var whole = UpToFault(FrameReading.Read(1_024, input));
        Assert.Equal(whole, UpToFault(FrameReading.Read(1_024, mutations.Cut(input))));
    });

    [Fact]
    public void CompressedFrames_NeverHoldMoreThanTheLimit() => FuzzRun.Of(CompressedFrames(), (input, mutations) =>
    {
        var found = FrameReading.Read(new FrameReader(1_024, deflates: true), mutations.Cut(input));
        Assert.All(found, f => Assert.InRange(Encoding.UTF8.GetByteCount(f), 0, 1_024 + "text:".Length));
    });

    [Fact]
    public void Envelopes_AreRead_OrRefusedByAnErrorThatCanBeSent()
    {
        var failures = new List<string>();
        var catalog = new RequestCatalog(SessionRequests.Types, OwnSessionRequests.Types, ChatRequests.Types, CallRequests.Types, StatusRequests.Types, TopicRequests.Types, PushRequests.Types, new CommandTable().Requests)
        {
            Failed = (type, e) => failures.Add($"{type}: {e}"),
        };
        FuzzRun.Of(Envelopes, (input, _) =>
        {
            // The frame's reader has seen to that.
            if (!Utf8.IsValid(input))
                return;
            IRequest? request = null;
            if (EnvelopeReader.TryRead(input, out var envelope, out var error) && catalog.TryDecode(envelope, out request, out var router, out error))
                Assert.True(request!.Cost >= 1 && router.Length > 0);
            else
                Assert.NotEqual(0, EnvelopeWriter.Error(error!, envelope.Ref).Utf8.Length);
            Assert.Empty(failures);
        });
    }

    [Fact]
    public void Heads_AreAnUpgrade_OrSomebodyElses() => FuzzRun.Of([Encoding.ASCII.GetBytes(Head), Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: h\r\n\r\n")], (input, _) =>
    {
        var addresses = new ClientAddresses(new ForwardedHeadersOptions { ForwardedHeaders = Microsoft.AspNetCore.HttpOverrides.ForwardedHeaders.XForwardedFor }, new LimitOptions());
        var request = UpgradeRequest.TryRead(input, "/ws/ws", addresses, IPAddress.Loopback, out var length);
        if (request is null)
            return;

        // Whatever is taken below HTTP is what any HTTP server would take it for: an upgrade, to its end.
        var head = Encoding.Latin1.GetString(input.AsSpan(0, length));
        Assert.EndsWith("\r\n\r\n", head, StringComparison.Ordinal);
        Assert.StartsWith("GET /ws/ws", head, StringComparison.Ordinal);
        Assert.Contains(" HTTP/1.1\r\n", head, StringComparison.Ordinal);
        Assert.Contains("websocket", head, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(head.Split("\r\n"), line => line.Contains('\n', StringComparison.Ordinal) || line.Contains('\r', StringComparison.Ordinal) || line.Contains('\0', StringComparison.Ordinal));
    });

    private static IReadOnlyList<byte[]> Frames() =>
    [
        ClientFrames.Text("hello"), ClientFrames.Text(new string('ü', 200)), ClientFrames.Close(1000), ClientFrames.Frame(Opcode.Ping, [1, 2]),
        [.. ClientFrames.Text("a"), .. ClientFrames.Frame(Opcode.Pong, []), .. ClientFrames.Text("b"), .. ClientFrames.Close(4000)],
        [.. ClientFrames.Fragments(new byte[200], 60, 120).SelectMany(f => f)],
        ClientFrames.Text(new string('x', 1_024)),
    ];

    private static IReadOnlyList<byte[]> CompressedFrames() => [.. Frames(), .. ((string[])[new string('a', 900), new string('ü', 400), string.Join(',', Enumerable.Range(0, 200))]).Select(Compressed)];

    private static byte[] Compressed(string text)
    {
        var frame = ClientFrames.Frame(Opcode.Text, Deflate.Compress(Encoding.UTF8.GetBytes(text)).ToArray());
        frame[0] |= 0x40;
        return frame;
    }

    private static IEnumerable<string> UpToFault(List<string> found)
    {
        var fault = found.FindIndex(f => f.StartsWith("fault:", StringComparison.Ordinal));
        return fault < 0 ? found : found.Take(fault + 1);
    }
}
