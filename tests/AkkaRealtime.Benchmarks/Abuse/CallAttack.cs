namespace AkkaRealtime.Benchmarks.Abuse;

/// <summary>Two and two are in a call, and send each other signals as fast as they may.</summary>
internal static class CallAttack
{
    /// <summary>Attacks until time is up.</summary>
    public static Task SignalsAsync(AbuseTarget target, CancellationToken over) => target.RepeatAsync(
        async (i, cancel) =>
        {
            using var socket = await RawSocket.SignInAsync(target, target.TokenOf(i), cancel);
            await socket.SayAsync($$$"""{"type":"chat.direct","data":{"user":"{{{target.UserOf(i ^ 1)}}}"}}""", cancel);
            var room = await socket.RoomAsync(cancel);

            // Who is the second to start it is in the call of the first, and signals them; who was the first signals themselves, which is refused.
            await socket.SayAsync($$$"""{"type":"call.start","data":{"room":"{{{room}}}","media":"audio","key":"{{{target.NextKey()}}}"}}""", cancel);
            var call = await socket.ValueAsync("\"call\":{\"id\":\"", cancel);
            var participant = await socket.ValueAsync("\"participant\":\"", cancel);
            var reading = socket.ReadAllAsync(cancel);
            using var pace = new PeriodicTimer(AllAttacks.Pace / 2);
            while (!reading.IsCompleted)
            {
                await socket.SayAsync(Signal(call, participant), cancel);
                target.Count("signals");
                await pace.WaitForNextTickAsync(cancel);
            }

            target.Count("closed");
            await reading;
        },
        over);

    private static string Signal(string call, string to) =>
        $$$$"""{"type":"call.signal","data":{"callId":"{{{{call}}}}","to":"{{{{to}}}}","description":{"type":"offer","sdp":"{{{{new string('v', 20_000)}}}}"}}}""";
}
