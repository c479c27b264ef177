namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary>A file of a message.</summary>
/// <param name="Id">What the upload answered; all a client has to name.</param>
/// <param name="Name">Shown, and proposed for saving.</param>
/// <param name="Type">The media type.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Url">Where it is fetched.</param>
/// <param name="Width">Pixels, of pictures whose head says so: a page leaves room for them before they are there.</param>
/// <param name="Height">Pixels.</param>
public sealed record Attachment(string Id, string Name, string Type, long Size, string Url, int? Width = null, int? Height = null);
