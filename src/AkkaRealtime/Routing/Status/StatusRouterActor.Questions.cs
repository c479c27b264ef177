using Akka.Actor;
using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Status;

// Snapshots: rights first, then everybody's report, gathered until all have answered or patience is over.
internal sealed partial class StatusRouterActor
{
    /// <summary>Questions of all connections that are under way, at most; more are answered <see cref="ErrorCode.Unavailable"/>.</summary>
    public const int MostQuestions = 16_384;

    /// <summary>Questions of one connection that are under way, at most; more are answered <see cref="ErrorCode.RateLimited"/>.</summary>
    public const int MostOfOne = 128;

    /// <summary>How long a snapshot waits for users' entities; then it goes out with those that answered.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly RequestError TooMany = new(
        ErrorCode.RateLimited,
        "Too many questions are under way on this connection: wait for their snapshots.",
        RetryAfterMs: 1_000);

    private readonly Dictionary<long, StatusQuestion<IActorRef>> _questions = [];
    private readonly Dictionary<IActorRef, int> _asking = [];
    private long _number;

    private void Ask(ClientRequest request, IReadOnlyList<UserId> users, bool subscribes)
    {
        var underWay = _asking.GetValueOrDefault(Sender);
        if (underWay >= MostOfOne || _questions.Count >= MostQuestions)
        {
            Refuse(Sender, request.Ref, underWay >= MostOfOne ? TooMany : Unavailable("Too many ask for snapshots at the moment."));
            return;
        }

        var question = new StatusQuestion<IActorRef>(++_number, Sender, request.Caller.User, request.Ref, users, subscribes);
        var number = question.Number;
        _questions.Add(number, question);
        _asking[Sender] = underWay + 1;
        var others = question.Others();
        if (others.Count == 0 || _services.Options.OpenToAll)
        {
            Decide(number, null);
            return;
        }

        _services.Rooms.SharingRoomAsync(question.Viewer, others, CancellationToken.None).PipeTo(
            Self,
            success: visible => new RightsKnown(number, visible),
            failure: cause => new RightsFailed(number, cause));
    }

    // Null: all may be seen.
    private void Decide(long number, IReadOnlySet<UserId>? visible)
    {
        if (!_questions.TryGetValue(number, out var question))
            return;
        if (visible is not null && question.Others().Where(u => !visible.Contains(u)).ToList() is { Count: > 0 } forbidden)
        {
            Done(question);
            Refuse(question.Asker, question.Ref, Forbidden(forbidden));
            return;
        }

        if (question.Subscribes && _subscribers.TryGetValue(question.Asker, out var counts) && counts < number)
        {
            _subscribers[question.Asker] = number;
            Follow(question.Asker, question.Viewer, question.Users);
        }

        if (question.IsComplete)
        {
            Answer(question);
            return;
        }

        question.Deadline = Now + Patience;
        var region = _services.Users();
        foreach (var user in question.Users)
            region.Tell(new GetStatus(user, number), Self);
        KeepSweeping();
    }

    private void Fail(RightsFailed failed)
    {
        if (!_questions.TryGetValue(failed.Number, out var question))
            return;
        Done(question);
        UserLog.RightsFailed(_services.Log, failed.Cause, question.Viewer);
        Refuse(question.Asker, question.Ref, Unavailable("It could not be checked whose status you may see."));
    }

    private void Reported(StatusAnswer answer)
    {
        if (!_questions.TryGetValue(answer.Token, out var question))
            return;
        question.Add(answer.Report);
        if (question.IsComplete)
            Answer(question);
    }

    private void AnswerOverdue()
    {
        var now = Now;
        foreach (var question in _questions.Values.Where(q => q.Deadline <= now).ToList())
            Answer(question);
    }

    private void Answer(StatusQuestion<IActorRef> question)
    {
        Done(question);

        // A change may have come in after the report that the question got.
        foreach (var user in question.Users)
        {
            if (_watchers.Find(user) is { } known)
                question.Add(known);
        }

        var reports = question.Reports();
        var views = reports.Select(r => r.For(question.Viewer)).ToList();
        question.Asker.Tell(StatusJson.Snapshot(views, question.Ref), Self);
        if (question.Subscribes && _subscribers.GetValueOrDefault(question.Asker) == question.Number)
            _watchers.Ready(question.Asker, [.. views.Select(v => v.User)]);
    }

    private void Done(StatusQuestion<IActorRef> question)
    {
        _questions.Remove(question.Number);
        if (--_asking[question.Asker] == 0)
            _asking.Remove(question.Asker);
    }

    private static RequestError Unavailable(string message) => new(ErrorCode.Unavailable, message, RetryAfterMs: 1_000);

    private static RequestError Forbidden(List<UserId> users)
    {
        const int named = 10;
        var names = string.Join(", ", users.Take(named));
        var more = users.Count > named ? $" and {users.Count - named} more" : "";
        return new RequestError(ErrorCode.Forbidden, $"You share no room with {names}{more}. The request was refused as a whole.", "users");
    }

    private sealed record RightsKnown(long Number, IReadOnlySet<UserId> Visible) : INoSerializationVerificationNeeded;

    private sealed record RightsFailed(long Number, Exception Cause) : INoSerializationVerificationNeeded;
}
