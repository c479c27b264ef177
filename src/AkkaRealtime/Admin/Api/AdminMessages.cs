using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace AkkaRealtime.Admin.Api;

/// <summary>Messages of a room, and to a user: read, send, edit, delete, react. In the name of <c>system</c> or a bot, who need not be a member.</summary>
internal static class AdminMessages
{
    /// <summary>Maps <c>/rooms/{room}/messages</c> and <c>/users/{user}/messages</c>.</summary>
    public static void MapMessages(this RouteGroupBuilder admin)
    {
        var messages = admin.MapGroup("/rooms/{room}/messages").WithTags("Messages");
        messages.MapGet("/", ListAsync).WithName("listMessages").Needs(AdminScopes.ReadMessages)
            .WithSummary("Messages as they stand now, the oldest first: the newest of the room, or those before or after a seq, or of a thread.");
        messages.MapPost("/", PostAsync).WithName("sendMessage").Needs(AdminScopes.WriteMessages).Produces<SentMessage>()
            .WithSummary("Sends a message as a system or bot user. The same key again sends nothing new.");
        messages.MapGet("/{message}", GetAsync).WithName("getMessage").Needs(AdminScopes.ReadMessages).WithSummary("A message as it stands now.");
        messages.MapGet("/{message}/revisions", RevisionsAsync).WithName("getRevisions")
            .WithSummary("All that a message has said, the first text first; what was deleted, erased or is past its time is gone from there as well.");
        messages.MapPatch("/{message}", EditAsync).WithName("editMessage").Needs(AdminScopes.WriteMessages).Produces<Changed>().ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Changes the text of a message, in the name of its author.");
        messages.MapDelete("/{message}", DeleteAsync).WithName("deleteMessage").Produces<Changed>()
            .WithSummary("Deletes a message, and takes what it said out of the log.");
        messages.MapPut("/{message}/reactions/{emoji}", ReactAsync).WithName("addReaction").Needs(AdminScopes.WriteMessages).Produces<Changed>().ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Reacts to a message, as a system or bot user.");
        messages.MapDelete("/{message}/reactions/{emoji}", UnreactAsync).WithName("removeReaction").Needs(AdminScopes.WriteMessages).Produces<Changed>().ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Takes such a reaction back.");
        admin.MapPut("/rooms/{room}/typing", TypingAsync).WithTags("Messages").WithName("setTyping").Needs(AdminScopes.WriteMessages)
            .WithSummary("Shows a system or bot user as typing: for some seconds unless it is said again, or until they send a message.");
        admin.MapPost("/users/{user}/messages", PostDirectAsync).WithTags("Messages").WithName("sendDirectMessage").Needs(AdminScopes.WriteMessages).Produces<SentMessage>()
            .WithSummary("Sends a message to a user, into the direct room with a system or bot user, made where there is none. The same key again sends nothing new.");
    }

    private static async Task<Results<Ok<MessageList>, ProblemHttpResult>> ListAsync(
        AdminService admin, string room, long? before, long? after, int? limit, string? thread, CancellationToken cancel)
    {
        if (before is not null && after is not null)
            return AdminProblems.Bad("Send \"before\" or \"after\", not both.");
        if (await admin.Rooms.FindRoomAsync(new RoomId(room), cancel) is null)
            return AdminProblems.NotFound("room");
        var page = await admin.Chat.HistoryAsync(
            new RoomId(room), before, after, AdminProblems.Limit(limit), thread is null ? null : new MessageId(thread), cancel);
        return TypedResults.Ok(new MessageList([.. page.Messages.Select(MessageItem.Of)], page.More));
    }

    private static async Task<Results<Ok<MessageItem>, ProblemHttpResult>> GetAsync(AdminService admin, string room, string message, CancellationToken cancel) =>
        await admin.Chat.FindMessageAsync(new RoomId(room), new MessageId(message), cancel) is { } found
            ? TypedResults.Ok(MessageItem.Of(found))
            : AdminProblems.NotFound("message");

    private static async Task<Results<Ok<RevisionList>, ProblemHttpResult>> RevisionsAsync(AdminService admin, string room, string message, CancellationToken cancel) =>
        await admin.Rooms.RevisionsAsync(new RoomId(room), new MessageId(message), cancel) is { } found
            ? TypedResults.Ok(new RevisionList([.. found.Select(e => RevisionItem.Of(e.Envelope)).OfType<RevisionItem>()]))
            : AdminProblems.NotFound("message");

    private static async Task<IResult> PostAsync(
        HttpContext http, AdminService admin, string room, NewMessage body, [FromHeader(Name = AdminKeys.Header)] string? idempotencyKey, CancellationToken cancel) =>
        Fault(body, idempotencyKey) ?? await SendAsync(http, admin, new RoomId(room), body, idempotencyKey, cancel);

    private static async Task<IResult> PostDirectAsync(
        HttpContext http, AdminService admin, string user, NewMessage body, [FromHeader(Name = AdminKeys.Header)] string? idempotencyKey, CancellationToken cancel)
    {
        if (!IdRules.IsUser(user))
            return AdminProblems.NotFound("user");
        if (Fault(body, idempotencyKey) is { } fault)
            return fault;
        var by = By(body.User);
        if (by.Value == user)
            return AdminProblems.Bad("\"user\" is who writes: somebody else.", "user");
        var (room, error) = await admin.DirectRoomAsync(by, new UserId(user), cancel);
        return room is { } direct ? await SendAsync(http, admin, direct, body, idempotencyKey, cancel) : AdminProblems.Of(http, error!);
    }

    private static async Task<IResult> SendAsync(
        HttpContext http, AdminService admin, RoomId room, NewMessage body, string? idempotencyKey, CancellationToken cancel)
    {
        var message = new ChatSendRequest(
            room,
            AdminKeys.Of(body.Key, idempotencyKey),
            body.Text,
            body.ReplyTo is null ? null : new MessageId(body.ReplyTo),
            body.Thread is null ? null : new MessageId(body.Thread),
            body.Mentions is { Count: > 0 } mentions ? [.. mentions.Select(user => new UserId(user))] : null,
            body.Attachments is { Count: > 0 } files ? [.. files.Select(id => new Attachment(id, "", "", 0, ""))] : null,
            body.Audience,
            Data: body.Data);
        var answer = await admin.PostAsync(By(body.User), message, cancel);
        return answer.Error is { } error
            ? AdminProblems.Of(http, error)
            : TypedResults.Ok(new SentMessage(room.Value, answer.Message!.Value.Value, answer.Seq, answer.At, answer.Duplicate));
    }

    private static async Task<IResult> EditAsync(HttpContext http, AdminService admin, string room, string message, MessagePatch body, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(body.Text))
            return AdminProblems.Bad("\"text\" is missing.", "text");
        return WrongUser(body.User)
            ?? AdminProblems.Of(http, await admin.EditMessageAsync(new RoomId(room), By(body.User), new MessageId(message), body.Text, cancel));
    }

    private static async Task<IResult> DeleteAsync(HttpContext http, AdminService admin, string room, string message, CancellationToken cancel) =>
        AdminProblems.Of(http, await admin.DeleteMessageAsync(new RoomId(room), new MessageId(message), cancel));

    private static async Task<Results<NoContent, ProblemHttpResult>> TypingAsync(HttpContext http, AdminService admin, string room, TypingBody body, CancellationToken cancel)
    {
        if (body.On is not { } on)
            return AdminProblems.Bad("\"on\" is true or false.", "on");
        if (WrongUser(body.User) is { } fault)
            return fault;
        var answer = await admin.SetTypingAsync(new RoomId(room), By(body.User), on, cancel);
        return answer.Error is { } error ? AdminProblems.Of(http, error) : TypedResults.NoContent();
    }

    private static Task<IResult> ReactAsync(
        HttpContext http, AdminService admin, string room, string message, string emoji, string? user, CancellationToken cancel) =>
        SetReactionAsync(http, admin, room, message, emoji, user, on: true, cancel);

    private static Task<IResult> UnreactAsync(
        HttpContext http, AdminService admin, string room, string message, string emoji, string? user, CancellationToken cancel) =>
        SetReactionAsync(http, admin, room, message, emoji, user, on: false, cancel);

    private static async Task<IResult> SetReactionAsync(
        HttpContext http, AdminService admin, string room, string message, string emoji, string? user, bool on, CancellationToken cancel) =>
        WrongUser(user) ?? AdminProblems.Of(http, await admin.ReactAsync(new RoomId(room), By(user), new MessageId(message), emoji, on, cancel));

    private static ProblemHttpResult? Fault(NewMessage body, string? idempotencyKey)
    {
        if (AdminKeys.Fault(body.Key, idempotencyKey, isNeeded: true) is { } fault)
            return fault;
        if (string.IsNullOrWhiteSpace(body.Text) && body.Attachments is not { Count: > 0 })
            return AdminProblems.Bad("\"text\" is missing.", "text");
        if (body.Mentions?.All(IdRules.IsUser) == false)
            return AdminProblems.Bad("\"mentions\" are ids of users.", "mentions");
        if (body.Audience is not (null or "all" or "here"))
            return AdminProblems.Bad("\"audience\" is \"all\" or \"here\".", "audience");
        return WrongUser(body.User);
    }

    /// <summary>Whoever is spoken for has to have the id of a user.</summary>
    internal static ProblemHttpResult? WrongUser(string? user) =>
        user is null || IdRules.IsUser(user) ? null : AdminProblems.Bad("\"user\" is the id of a user; left out, it is system.", "user");

    /// <summary>In whose name: <c>system</c>'s where nobody is named.</summary>
    internal static UserId By(string? user) => user is null ? AdminService.System : new UserId(user);
}
