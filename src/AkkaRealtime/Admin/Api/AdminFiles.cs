using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Files;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage.Files;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Admin.Api;

/// <summary>Files for messages of <c>system</c> or a bot, and those of anybody's messages.</summary>
internal static class AdminFiles
{
    /// <summary>Maps <c>/rooms/{room}/files</c> and <c>/files/{file}</c>.</summary>
    public static void MapFiles(this RouteGroupBuilder admin)
    {
        admin.MapPost("/rooms/{room}/files", UploadAsync).WithTags("Messages").WithName("sendFile").Needs(AdminScopes.WriteMessages)
            .WithSummary("Uploads a file to a room as a system or bot user: the body, or the first file of a form. Its id goes into the attachments of a message of the same user.")
            .Produces<Attachment>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        admin.MapGet("/files/{file}", DownloadAsync).WithTags("Messages").WithName("getFile").Needs(AdminScopes.ReadMessages).WithSummary("The bytes of a file; ranges work.")
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream").ProducesProblem(StatusCodes.Status410Gone);
    }

    private static Task<IResult> UploadAsync(
        HttpContext http, AdminService admin, FileService files, FilesOptions options, RealtimeMetrics metrics, ILogger<FileService> log, string room, string? user) =>
        UploadRequest.AnswerAsync(http, options, metrics, log, async () =>
        {
            if (AdminMessages.WrongUser(user) is { } fault)
                return fault;
            var (to, by, cancel) = (new RoomId(room), AdminMessages.By(user), http.RequestAborted);
            if (!IdRules.IsServerMade(room) || await admin.Rooms.FindRoomAsync(to, cancel) is null)
                return FileProblems.Of(FileRefusal.NoSuchRoom, options);
            return await UploadRequest.ReceiveAsync(http, options, "/api/v1/admin/files/", body => files.UploadByOperatorAsync(by, to, body.Name, body.Type, body.Bytes, cancel));
        });

    private static async Task<IResult> DownloadAsync(FileService files, FilesOptions options, string file, CancellationToken cancel)
    {
        var found = IdRules.IsServerMade(file) ? await files.FindByOperatorAsync(file, cancel) : new FileResult(FileRefusal.NoSuchFile);
        if (found.Row is not { } row)
            return FileProblems.Of(found.Refusal!.Value, options);
        return await files.OpenAsync(row, cancel) is { } bytes ? new FileDownload(row, bytes) : FileProblems.Of(FileRefusal.Gone, options);
    }
}
