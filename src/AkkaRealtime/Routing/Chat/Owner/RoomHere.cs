using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Status.Wire;
using AkkaRealtime.Routing.Users.Store.Blocks;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>
/// Finds out who of the room is online, before a message to <see cref="MessageAudience.Here"/> is decided: it waits here, and what comes after it does not. Online is who
/// shows as that, or as away or busy, so that nobody is given away who chose to be invisible; nor anybody between whom and the sender one has blocked the other. Who doesn't answer within <see cref="Patience"/> is not here.
/// </summary>
/// <param name="scope">The room.</param>
/// <param name="ready">Takes the message with those who are here.</param>
internal sealed class RoomHere(RoomScope scope, Action<Waiting> ready)
{
    /// <summary>The most messages that wait; more are refused with <c>unavailable</c>, and a time to try again.</summary>
    public const int MaxWaiting = 16;

    /// <summary>How long users' entities have.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Dictionary<long, Question> _questions = [];
    private long _number;

    /// <summary>Whether any message waits.</summary>
    public bool Any => _questions.Count > 0;

    /// <summary>Begins to look. False where the command needs no looking, or is refused by the rules whoever is here.</summary>
    public bool TryBegin(Waiting waiting)
    {
        var (by, body) = waiting.Command.Request();
        if (body is not ChatSendRequest { Audience: MessageAudience.Here, Here: null } send || scope.Room is not { } room)
            return false;
        var member = waiting.Command is AdminRequest ? AdminRules.AsOwner : room.Members.GetValueOrDefault(by);
        if (member is null || scope.Services.Limits.Audience.Refuse(room, member, send) is not null)
            return false;
        if (_questions.Count >= MaxWaiting)
        {
            waiting.Refuse(ChatErrors.Unavailable);
            return true;
        }

        var number = ++_number;
        var question = new Question(waiting, [.. room.Members.Keys.Where(user => user != by)], scope.Timer(new Overdue(number)));
        _questions.Add(number, question);
        question.Timer.Set(Patience);
        scope.Services.Blocks.ApartAsync(by, [.. question.Asked], CancellationToken.None)
            .PipeTo(scope.Self, success: apart => new Apart(number, apart), failure: _ => new Apart(number, null));
        var users = scope.Services.Users();
        foreach (var user in question.Asked)
            users.Tell(new GetStatus(user, number), scope.Self);
        return true;
    }

    /// <summary>True if the message was this part's own.</summary>
    public bool TryHandle(object message)
    {
        switch (message)
        {
            case StatusAnswer answer:
                if (_questions.TryGetValue(answer.Token, out var asked) && asked.Take(answer.Report.Seen))
                    Answer(answer.Token, asked);
                return true;
            case Apart apart:
                if (_questions.TryGetValue(apart.Number, out var known) && apart.Users is { } users && known.LeaveOut(users))
                    Answer(apart.Number, known);
                else if (known is not null && apart.Users is null)
                    Refuse(apart.Number, known);
                return true;
            case Overdue overdue:
                if (!_questions.TryGetValue(overdue.Number, out var late))
                    return true;
                if (late.IsDecided)
                    Answer(overdue.Number, late);
                else
                    Refuse(overdue.Number, late);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The owner stops: nothing of what waits was begun, and its senders may try again.</summary>
    public void Stop()
    {
        foreach (var question in _questions.Values)
        {
            question.Timer.Clear();
            question.Waiting.Refuse(ChatErrors.Unavailable);
        }

        _questions.Clear();
    }

    private void Refuse(long number, Question question)
    {
        _questions.Remove(number);
        question.Timer.Clear();
        question.Waiting.Refuse(ChatErrors.Unavailable);
    }

    private void Answer(long number, Question question)
    {
        _questions.Remove(number);
        question.Timer.Clear();
        ready(question.Waiting with { Command = With(question.Waiting.Command, question.Here) });
    }

    private static IRoomCommand With(IRoomCommand command, IReadOnlyList<UserId> here) => command switch
    {
        RoomRequest { Body: ChatSendRequest send } request => request with { Body = send with { Here = here } },
        AdminRequest { Body: ChatSendRequest send } request => request with { Body = send with { Here = here } },
        _ => command,
    };

    /// <summary>A message that waits, and who has not answered yet.</summary>
    private sealed class Question(Waiting waiting, HashSet<UserId> asked, RoomTimer timer)
    {
        private readonly List<UserId> _here = [];

        public Waiting Waiting => waiting;

        public HashSet<UserId> Asked => asked;

        public RoomTimer Timer => timer;

        public IReadOnlyList<UserId> Here => _here;

        /// <summary>Whether it is known who is left out.</summary>
        public bool IsDecided { get; private set; }

        /// <summary>True if this was the last answer.</summary>
        public bool Take(StatusView seen)
        {
            if (asked.Remove(seen.User) && seen.Status != StatusNames.Offline)
                _here.Add(seen.User);
            return IsDecided && asked.Count == 0;
        }

        /// <summary>These are not here for the sender. True if this was the last answer.</summary>
        public bool LeaveOut(IReadOnlySet<UserId> users)
        {
            IsDecided = true;
            asked.ExceptWith(users);
            _here.RemoveAll(users.Contains);
            return asked.Count == 0;
        }
    }

    private sealed record Overdue(long Number);

    /// <summary>Between whom and the sender one has blocked the other; null: the store could not say.</summary>
    private sealed record Apart(long Number, IReadOnlySet<UserId>? Users);
}
