using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage.Files;

namespace AkkaRealtime.Routing.Chat.Rules;

/// <summary>Files as messages carry them.</summary>
internal static class Attachments
{
    /// <summary>An uploaded file as messages carry it.</summary>
    public static Attachment ToAttachment(this FileRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new Attachment(row.Id.Value, row.Name, row.Type, row.Size, FileRow.UrlOf(row.Id), row.Width, row.Height);
    }
}
