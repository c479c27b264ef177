namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary>What a link of a message leads to, as the page there says of itself: texts of strangers, cleaned and cut.</summary>
/// <param name="Url">The link, as it stands in the text.</param>
/// <param name="Site">What the site calls itself; its host where it doesn't.</param>
/// <param name="Title">What the page is called.</param>
/// <param name="Description">What it is about.</param>
/// <param name="Image">Its picture: a file of the room, which the server has fetched.</param>
public sealed record LinkPreview(string Url, string? Site = null, string? Title = null, string? Description = null, Attachment? Image = null);
