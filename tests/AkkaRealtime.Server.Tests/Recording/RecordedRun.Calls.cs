using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Recording;

/// <content>Its calls.</content>
internal sealed partial class RecordedRun
{
    private async Task DirectCallsAsync()
    {
        var call = "";
        await _record.StepAsync("bob calls alice", async () =>
        {
            call = await _bob.CallAsync(_phone, "first");
            await _desk.WaitForAsync("call.incoming", c => CallTalk.IdOf(c) == call);
        });
        await _record.StepAsync("alice answers on her phone", async () =>
        {
            await _phone.AcceptAsync(call);
            await _desk.WaitForAsync("call.answered-elsewhere", c => c["callId"] == call);
            await InCallAsync("bob", true);
        });
        await _record.StepAsync("bob hangs up", async () =>
        {
            await _bob.RequestAsync("call.leave", new { callId = call });
            await EndedAsync(call);
            await InCallAsync("bob", false);
        });
        await _record.StepAsync("bob calls again", async () =>
        {
            call = await _bob.CallAsync(_phone, "second");
            await _desk.WaitForAsync("call.incoming", c => CallTalk.IdOf(c) == call);
        });
        await _record.StepAsync("bob gives up", async () =>
        {
            await _bob.RequestAsync("call.cancel", new { callId = call });
            await _desk.WaitForAsync("call.missed", c => c["callId"] == call);
            await _desk.WaitForAsync("call.unseen", u => u.Number("missed") == 1);
            await EndedAsync(call);
        });
        await _record.StepAsync("alice sees on her phone that she was called", async () =>
        {
            await _phone.RequestAsync("call.seen");
            await _desk.WaitForAsync("call.unseen", u => u.Number("missed") == 0);
        });
    }

    private async Task GroupCallsAsync()
    {
        var call = "";
        await _record.StepAsync("carol calls the team", async () =>
        {
            call = CallTalk.IdOf(await _carol.RequestAsync("call.start", new { room = _team, media = "audio", key = "team" }));
            await _desk.WaitForAsync("call.incoming", c => CallTalk.IdOf(c) == call);
        });
        await _record.StepAsync("bob joins", async () =>
        {
            await _bob.AcceptAsync(call);
            await UpdatedAsync(call, participants: 2);
        });
        await _record.StepAsync("alice declines on her phone", async () =>
        {
            await _phone.RequestAsync("call.decline", new { callId = call });
            await _desk.WaitForAsync("call.updated", c => CallTalk.IdOf(c) == call && c.Data.GetProperty("call").GetProperty("ringing").GetArrayLength() == 0);
        });
        await _record.StepAsync("carol ends it for all", async () =>
        {
            await _carol.RequestAsync("call.end", new { callId = call });
            await EndedAsync(call);
            await _desk.WaitForAsync("call.updated", c => CallTalk.IdOf(c) == call && c.Data.GetProperty("call").GetProperty("state").GetString() == "ended");
        });
        await _record.StepAsync("bob calls the team", async () =>
        {
            call = CallTalk.IdOf(await _bob.RequestAsync("call.start", new { room = _team, media = "video", key = "team again" }));
            await _desk.WaitForAsync("call.incoming", c => CallTalk.IdOf(c) == call);
        });
        await _record.StepAsync("carol joins", async () =>
        {
            await _carol.AcceptAsync(call);
            await UpdatedAsync(call, participants: 2);
        });
        await _record.StepAsync("alice declines again", async () =>
        {
            await _phone.RequestAsync("call.decline", new { callId = call });
            await _desk.WaitForAsync("call.updated", c => CallTalk.IdOf(c) == call && c.Data.GetProperty("call").GetProperty("ringing").GetArrayLength() == 0);
            await InCallAsync("carol", true);
            await InCallAsync("bob", true);
        });
    }

    private Task<Received> InCallAsync(string user, bool isInCall) => _desk.WaitForAsync("status.changed", c => c.Data.GetProperty("users").EnumerateArray()
        .Any(s => s.GetProperty("user").GetString() == user && s.TryGetProperty("inCall", out _) == isInCall));

    private Task<Received> EndedAsync(string call) => _desk.WaitForAsync("chat.call", c => c["callId"] == call);

    private Task<Received> UpdatedAsync(string call, int participants) => _desk.WaitForAsync(
        "call.updated", c => CallTalk.IdOf(c) == call && c.Data.GetProperty("call").GetProperty("participants").GetArrayLength() == participants);
}
