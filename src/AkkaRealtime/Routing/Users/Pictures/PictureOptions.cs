namespace AkkaRealtime.Routing.Users.Pictures;

/// <summary>Pictures of people, section <c>AkkaRealtime:Pictures</c>.</summary>
public sealed class PictureOptions
{
    /// <summary>The most that <see cref="MaxBytes"/> can be: pictures are kept in the database.</summary>
    internal const int Most = 1_048_576;

    /// <summary>The largest picture that people may upload of themselves, bytes; 0: none are taken. Default 131,072 (128 KiB).</summary>
    public int MaxBytes { get; set; } = 131_072;

    /// <summary>
    /// Where pictures that tokens name (claim <c>picture</c>) may be: origins such as <c>https://lh3.example.com</c>. Browsers fetch them there themselves. Default none: the claim is not read.
    /// </summary>
    public IList<string> Origins { get; } = [];

    /// <summary>What is wrong, as sentences.</summary>
    internal IEnumerable<string> Faults()
    {
        if (MaxBytes is < 0 or > Most)
            yield return $"AkkaRealtime:Pictures:MaxBytes is {MaxBytes}. Set 0 for no uploads, or up to {Most} bytes.";
        foreach (var origin in Origins.Where(o => !IsOrigin(o)))
            yield return $"AkkaRealtime:Pictures:Origins holds '{origin}'. Write an origin such as https://lh3.example.com: https, a host, and nothing behind it.";
    }

    /// <summary>Whether <paramref name="address"/> may be shown as somebody's picture.</summary>
    internal bool Allows(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.UserInfo.Length == 0
        && Origins.Any(o => string.Equals(o, uri.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase));

    // It becomes a part of the page's policy as it is: nothing may stand in it that begins another directive.
    private static bool IsOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4
        && origin.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or ':' or '/') && string.Equals(uri.GetLeftPart(UriPartial.Authority), origin, StringComparison.OrdinalIgnoreCase);
}
