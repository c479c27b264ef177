using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Store.Reports;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Queries;

/// <summary>
/// <c>chat.report</c>: whoever may read a message may show it to the operator. Nobody else is told, and nothing in the room changes, so no owner is asked.
/// </summary>
internal sealed class ReportQuery(IChatStore store, IReportStore reports, IJournal journal, TimeProvider time) : IChatQuery<ChatReportRequest>
{
    /// <summary>Reports of one user that may wait.</summary>
    public const int MaxWaiting = 100;

    private const int AnHourMs = 3_600_000;

    private static readonly RequestError TooMany = new(
        ErrorCode.RateLimited, $"{MaxWaiting} messages that you have reported still wait to be looked at.", RetryAfterMs: AnHourMs);

    private static readonly RequestError Deleted = new(ErrorCode.Conflict, "The message has been deleted.", "id");

    private readonly JournalPromise _journal = new(journal);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, ChatReportRequest request, CancellationToken cancel)
    {
        var (room, id) = (request.Room!.Value, request.Id!.Value);
        var (_, refused) = await store.CheckReadAsync(room, caller.User, @ref, cancel).ConfigureAwait(false);
        if (refused is not null)
            return [refused];
        var message = await store.FindMessageAsync(room, id, cancel).ConfigureAwait(false);
        if (message is null)
            return [EnvelopeWriter.Error(Rules.MessageRules.NoSuchMessage("id").Error!, @ref)];
        if (message.Deleted == true)
            return [EnvelopeWriter.Error(Deleted, @ref)];
        if (await reports.WaitingAsync(caller.User, cancel).ConfigureAwait(false) >= MaxWaiting)
            return [EnvelopeWriter.Error(TooMany, @ref)];
        var now = time.GetUtcNow();
        var reason = request.Reason is { } said && VisibleText.IsIn(said) ? VisibleText.Lines(said).Trim() : null;
        var report = new Report(TimeOrderedId.New(now), room, id, message.By, caller.User, now, reason);
        await _journal.SaveAsync(owner => new SaveReport(owner, report), cancel).ConfigureAwait(false);
        return [EnvelopeWriter.Write("chat.reported", new ChatReported(room, id), ChatJson.Default.ChatReported, @ref)];
    }
}
