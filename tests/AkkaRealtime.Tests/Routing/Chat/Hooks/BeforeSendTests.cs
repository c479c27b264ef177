using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Hooks;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Tests.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AkkaRealtime.Tests.Routing.Chat.Hooks;

public sealed class BeforeSendTests : IDisposable
{
    private static readonly RoomId Room = new("00000000000000000000000000000001");
    private static readonly UserId Alice = new("alice");
    private static readonly ChatSendRequest Hello = new(Room, "k1", "Hello");

    private readonly FakeTimeProvider _time = new();
    private readonly TestMeters _meters = new();
    private readonly RealtimeMetrics _metrics;

    public BeforeSendTests() => _metrics = new RealtimeMetrics(_meters);

    public void Dispose()
    {
        _metrics.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task Judge_Message_IsToldAllOfIt_AndLetsItPass()
    {
        MessageDraft? seen = null;
        var hook = Hook(draft =>
        {
            seen = draft;
            return BeforeSendAnswer.Allow;
        });
        var send = Hello with { ReplyTo = new MessageId("m1"), Mentions = [new UserId("bob")] };
        var (body, error) = await hook.JudgeAsync(Alice, send, default);
        Assert.Null(error);
        Assert.Same(send, body);
        Assert.Equal((Alice, Room, "Hello", "k1"), (seen!.By, seen.Room, seen.Text, seen.Key));
        Assert.Equal((new MessageId("m1"), new UserId("bob")), (seen.ReplyTo!.Value, Assert.Single(seen.Mentions)));
        Assert.Null(seen.Edits);
    }

    [Fact]
    public async Task Judge_Edit_SaysWhichMessageItIs_AndMayChangeIt()
    {
        var hook = Hook(draft => BeforeSendAnswer.Change($"{draft.Text} ({draft.Edits!.Value.Value})"));
        var (body, error) = await hook.JudgeAsync(Alice, new ChatEditRequest(Room, new MessageId("m1"), "Hallo"), default);
        Assert.Null(error);
        Assert.Equal("Hallo (m1)", Assert.IsType<ChatEditRequest>(body).Text);
    }

    [Fact]
    public async Task Judge_Refused_IsForbidden_WithTheReason()
    {
        var (_, error) = await Hook(_ => BeforeSendAnswer.Refuse("No phone numbers here.")).JudgeAsync(Alice, Hello, default);
        Assert.Equal((ErrorCode.Forbidden, "No phone numbers here."), (error!.Code, error.Reason));
    }

    [Theory]
    [InlineData(BeforeSendOptions.Refuse, true)]
    [InlineData(BeforeSendOptions.Allow, false)]
    public async Task Judge_WhoFails_OrSaysWhatNoMessageCanBe_CountsAsTheOptionsSay(string onFailure, bool refused)
    {
        foreach (var judge in (Func<MessageDraft, BeforeSendAnswer>[])[_ => throw new InvalidOperationException("broken"), _ => BeforeSendAnswer.Change(""), _ => null!])
        {
            var (body, error) = await Hook(judge, onFailure).JudgeAsync(Alice, Hello, default);
            Assert.Same(Hello, body);
            Assert.Equal(refused, error is { Code: var code, RetryAfterMs: > 0 } && code == ErrorCode.Unavailable);
        }
    }

    [Fact]
    public async Task Judge_WhoDoesNotAnswer_IsWaitedForNoLongerThanTheOptionsSay()
    {
        var never = new TaskCompletionSource<BeforeSendAnswer>();
        var hook = new BeforeSend(new Judge(_ => never.Task), new BeforeSendOptions { TimeoutMs = 700 }, _metrics, _time, NullLogger<BeforeSend>.Instance);
        var judged = hook.JudgeAsync(Alice, Hello, default);
        _time.Advance(TimeSpan.FromMilliseconds(699));
        Assert.False(judged.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(ErrorCode.Unavailable, (await judged).Error!.Code);
    }

    [Fact]
    public void Concerns_MessagesAndEdits_NotWhatIsForwarded_NorAnythingWhereNobodyJudges()
    {
        var hook = Hook(_ => BeforeSendAnswer.Allow);
        Assert.True(hook.Concerns(Hello));
        Assert.True(hook.Concerns(new ChatEditRequest(Room, new MessageId("m1"), "Hallo")));
        Assert.False(hook.Concerns(new ChatSendRequest(Room, "k1", Forward: new ForwardOf(Room, new MessageId("m1")))));
        Assert.False(hook.Concerns(new ChatDeleteRequest(Room, new MessageId("m1"))));
        Assert.False(new BeforeSend(null, new BeforeSendOptions(), _metrics, _time, NullLogger<BeforeSend>.Instance).Concerns(Hello));
    }

    [Theory]
    [InlineData("ftp://x", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "Url")]
    [InlineData("https://filter.example.com", null, "Secret")]
    [InlineData("https://filter.example.com", "secret", "Secret")]
    public void Options_WrongOnes_AreSaid(string url, string? secret, string named)
    {
        var fault = Assert.Single(new BeforeSendOptions { Url = url, Secret = secret }.Faults());
        Assert.StartsWith($"AkkaRealtime:BeforeSend:{named} ", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_Numbers_HaveBounds() =>
        Assert.Equal(3, new BeforeSendOptions { TimeoutMs = 0, OnFailure = "maybe", Concurrency = 0 }.Faults().Count());

    private BeforeSend Hook(Func<MessageDraft, BeforeSendAnswer> judge, string onFailure = BeforeSendOptions.Refuse) =>
        new(new Judge(draft => Task.FromResult(judge(draft))), new BeforeSendOptions { OnFailure = onFailure }, _metrics, _time, NullLogger<BeforeSend>.Instance);

    private sealed class Judge(Func<MessageDraft, Task<BeforeSendAnswer>> judge) : IBeforeSend
    {
        public Task<BeforeSendAnswer> AskAsync(MessageDraft draft, CancellationToken cancel) => judge(draft);
    }
}
