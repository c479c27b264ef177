using System.Security.Cryptography;
using AkkaRealtime.Routing.Users.Store.Pictures;
using AkkaRealtime.Storage.Files;

namespace AkkaRealtime.Routing.Users.Pictures;

/// <summary>What can be somebody's picture, and what it is called on the wire.</summary>
internal static class PictureRules
{
    /// <summary>The most pixels of a side: a small file may be a picture that takes a browser's memory.</summary>
    public const int MaxSide = 1_024;

    /// <summary>The longest address that a token's claim may have.</summary>
    public const int MaxAddress = 2_048;

    private static readonly HashSet<string> Types = new(StringComparer.Ordinal) { "image/jpeg", "image/png", "image/webp" };

    /// <summary>A picture of these bytes, by what they are and not by what anybody says; or why not.</summary>
    public static (Picture? Picture, PictureRefusal? Refusal) Check(ReadOnlyMemory<byte> bytes, DateTimeOffset at, PictureOptions options)
    {
        if (options.MaxBytes == 0)
            return (null, PictureRefusal.NotTaken);
        if (bytes.Length > options.MaxBytes)
            return (null, PictureRefusal.TooLarge);
        var type = FileTypes.Verified(null, bytes.Span);
        if (!Types.Contains(type) || PictureSize.Of(type, bytes.Span) is not { Width: <= MaxSide, Height: <= MaxSide })
            return (null, PictureRefusal.NoPicture);
        return (new Picture(Convert.ToHexStringLower(SHA256.HashData(bytes.Span)), type, bytes, at), null);
    }

    /// <summary>Where a picture is had: the server's own, by its hash, or the one that the token named, where the operator allows its origin. Null: there is none.</summary>
    public static string? AddressOf(KeptPicture kept, PictureOptions options)
    {
        if (kept.Hash is { } hash)
            return $"/api/v1/people/{kept.User}/pictures/{hash}";
        return kept.Claimed is { } claimed && options.Allows(claimed) ? claimed : null;
    }
}

/// <summary>Why something is not taken as a picture.</summary>
internal enum PictureRefusal
{
    /// <summary>The operator has no pictures uploaded.</summary>
    NotTaken,

    /// <summary>It has more bytes than <see cref="PictureOptions.MaxBytes"/>.</summary>
    TooLarge,

    /// <summary>It is no JPEG, PNG or WebP of at most <see cref="PictureRules.MaxSide"/> pixels a side.</summary>
    NoPicture,
}
