using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Pictures;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary><c>people.pictures</c>: where the pictures of these are.</summary>
internal sealed record PeoplePicturesRequest(IReadOnlyList<UserId>? Users = null) : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 1 + ((Users?.Count ?? 0) / 20);

    public RequestError? Validate() => ChatValidation.Users("users", Users, required: true);
}

/// <summary><c>people.pictures</c>, the answer: who has a picture that the user may see; nobody else.</summary>
internal sealed record PeoplePictures(IReadOnlyList<PersonPicture> People);
