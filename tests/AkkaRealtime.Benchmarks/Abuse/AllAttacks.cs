namespace AkkaRealtime.Benchmarks.Abuse;

/// <summary>What somebody may do to a server, alone or from one address, with or without a token.</summary>
internal static class AllAttacks
{
    /// <summary>As often as the limit of a connection's messages allows, and a little more.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(45);

    private static readonly Dictionary<string, Func<AbuseTarget, CancellationToken, Task>> All = new()
    {
        ["searches"] = (target, over) => AskingAsync(target, _ => """{"type":"chat.search","data":{"text":"t"}}""", over),
        ["creates"] = (target, over) => AskingAsync(target, Create, over),
        ["subscribes"] = (target, over) => AskingAsync(target, Subscribe, over),
        ["signals"] = CallAttack.SignalsAsync,
        ["uploads"] = UploadAttack.RunAsync,
        ["pings"] = PingsAsync,
        ["tiny-frames"] = TinyFramesAsync,
        ["never-readers"] = NeverReadersAsync,
        ["handshakes"] = HandshakesAsync,
        ["bad-tokens"] = BadTokensAsync,
        ["silent"] = (target, over) => HoldingAsync(target, "", over),
        ["half-open"] = (target, over) => HoldingAsync(target, "GET /ws/ws HTTP/1.1\r\nHost: here\r\nConn", over),
        ["slow-heads"] = SlowHeadsAsync,
    };

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => All.Keys;

    /// <summary>Runs one until time is up.</summary>
    public static Task RunAsync(string name, AbuseTarget target, CancellationToken over) => All[name](target, over);

    // Users with tokens, each within its limits or just beyond.
    private static Task AskingAsync(AbuseTarget target, Func<int, string> request, CancellationToken over) => target.RepeatAsync(
        async (i, cancel) =>
        {
            using var socket = await RawSocket.SignInAsync(target, target.TokenOf(i), cancel);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var reading = socket.ReadAllAsync(end.Token);
            using var pace = new PeriodicTimer(Pace);
            for (var asked = 0; !reading.IsCompleted; asked++)
            {
                await socket.SayAsync(request(asked), cancel);
                target.Count("asked");
                await pace.WaitForNextTickAsync(cancel);
            }

            target.Count("closed");
            await reading;
        },
        over);

    private static string Create(int asked) =>
        $$$"""{"type":"chat.create","data":{"kind":"group","name":"g{{{asked}}}","members":[{{{string.Join(',', Enumerable.Range(0, 1_000).Select(i => $"\"unknown-{asked}-{i}\""))}}}]}}""";

    private static string Subscribe(int asked) =>
        $$$"""{"type":"status.subscribe","data":{"users":[{{{string.Join(',', Enumerable.Range(0, 1_000).Select(i => $"\"nobody-{asked}-{i}\""))}}}]}}""";

    private static Task PingsAsync(AbuseTarget target, CancellationToken over) => target.RepeatAsync(
        async (i, cancel) =>
        {
            using var socket = await RawSocket.SignInAsync(target, target.TokenOf(i), cancel);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var reading = socket.ReadAllAsync(end.Token);

            // 10,000 a second each: without a pace, this process would be what keeps the good users waiting.
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
            while (!reading.IsCompleted)
            {
                await socket.PingAsync(100, cancel);
                target.Count("hundreds of pings");
                await pace.WaitForNextTickAsync(cancel);
            }

            target.Count("closed");
            await reading;
        },
        over);

    // Each writes long texts to one of the others, and reads nothing once it knows where.
    private static Task NeverReadersAsync(AbuseTarget target, CancellationToken over) => target.RepeatAsync(
        async (i, cancel) =>
        {
            using var socket = await RawSocket.SignInAsync(target, target.TokenOf(i), cancel);
            await socket.SayAsync($$$"""{"type":"chat.direct","data":{"user":"{{{target.UserOf(i ^ 1)}}}"}}""", cancel);
            var room = await socket.RoomAsync(cancel);
            target.Count("not reading");
            using var pace = new PeriodicTimer(Pace);
            var text = new string('x', 8_000);
            while (true)
            {
                await socket.SayAsync($$$"""{"type":"chat.send","data":{"room":"{{{room}}}","key":"{{{target.NextKey()}}}","text":"{{{text}}}"}}""", cancel);
                await pace.WaitForNextTickAsync(cancel);
            }
        },
        over);

    private static Task HandshakesAsync(AbuseTarget target, CancellationToken over) => target.RepeatAsync(
        async (_, cancel) =>
        {
            var socket = await RawSocket.ConnectAsync(target, cancel);
            await socket.AskAsync(target, null, cancel);
            target.Count($"HTTP {await socket.StatusAsync(cancel)}");
            socket.Reset();
        },
        over);

    private static Task BadTokensAsync(AbuseTarget target, CancellationToken over) => target.RepeatAsync(
        async (i, cancel) =>
        {
            using var socket = await RawSocket.ConnectAsync(target, cancel);
            await socket.AskAsync(target, target.TokenOf(i)[..^4] + "AAAA", cancel);
            target.Count($"HTTP {await socket.StatusAsync(cancel)}");
        },
        over);

    // Each byte of a message is a frame of its own.
    private static Task TinyFramesAsync(AbuseTarget target, CancellationToken over) => target.RepeatAsync(
        async (i, cancel) =>
        {
            using var socket = await RawSocket.SignInAsync(target, target.TokenOf(i), cancel);
            var reading = socket.ReadAllAsync(cancel);
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
            while (!reading.IsCompleted)
            {
                await socket.SayInBytesAsync("""{"type":"status.get","data":{"ref":"1","users":["nobody"]}}""", cancel);
                target.Count("messages in bytes");
                await pace.WaitForNextTickAsync(cancel);
            }

            target.Count("closed");
            await reading;
        },
        over);

    // Each holds as many as it is given, having said so much.
    private static Task HoldingAsync(AbuseTarget target, string said, CancellationToken over) => target.RepeatAsync(
        async (_, cancel) =>
        {
            var sockets = new List<RawSocket>();
            try
            {
                while (sockets.Count < 100)
                {
                    sockets.Add(await RawSocket.ConnectAsync(target, cancel));
                    await sockets[^1].WriteAsync(said, cancel);
                    target.Count("connected");
                }

                await Task.WhenAny(sockets.Select(s => s.ReadAllAsync(cancel)));
                target.Count("closed");
            }
            finally
            {
                sockets.ForEach(s => s.Dispose());
            }
        },
        over);

    // A byte a second of a head without end.
    private static Task SlowHeadsAsync(AbuseTarget target, CancellationToken over) => target.RepeatAsync(
        async (_, cancel) =>
        {
            using var socket = await RawSocket.ConnectAsync(target, cancel);
            target.Count("connected");
            await socket.WriteAsync("GET /ws/ws HTTP/1.1\r\nHost: here\r\nX-Slow: ", cancel);
            var reading = socket.ReadAllAsync(cancel);
            using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1));
            while (!reading.IsCompleted)
            {
                await socket.WriteAsync("x", cancel);
                await pace.WaitForNextTickAsync(cancel);
            }

            target.Count("closed");
            await reading;
        },
        over);
}
