namespace AkkaRealtime.Server.SignIn;

/// <summary>Whose tokens are good, section <c>AkkaRealtime:Auth</c> (protocol §6).</summary>
internal sealed class AuthOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = RealtimeOptions.Section + ":Auth";

    /// <summary>The shortest signing key, bytes: HS256 needs a key as long as its hash (RFC 7518 §3.2).</summary>
    public const int MinKey = 32;

    /// <summary>The OpenID Connect issuer whose published keys (JWKS) sign the tokens: <c>https://id.example.com</c>.</summary>
    public string? Authority { get; set; }

    /// <summary>The <c>aud</c> that a token must name. Needed with <see cref="Authority"/>; not checked where it is empty.</summary>
    public string? Audience { get; set; }

    /// <summary>The <c>iss</c> that a token must name. With <see cref="Authority"/> default is the issuer it publishes; otherwise not checked where it is empty.</summary>
    public string? Issuer { get; set; }

    /// <summary>A key shared with whoever issues tokens (HS256, HS384, HS512): text of at least 32 bytes, or <c>base64:…</c>.</summary>
    public string? SigningKey { get; set; }

    /// <summary>The claim that tells users apart: one that never changes and is never given to another. Default <c>sub</c>; some providers need <c>oid</c> or the like.</summary>
    public string UserClaim { get; set; } = "sub";

    /// <summary>
    /// Whether anybody may sign in with just a name, for development. Set by <c>AkkaRealtime:DevSignIn</c>; default true in Development, else false.
    /// </summary>
    public bool DevSignIn { get; set; }

    /// <summary>Whether another server is asked whose a token is, so that there need be no keys here. Set by <c>AkkaRealtime:ConnectHook</c>.</summary>
    public bool HasConnectHook { get; set; }

    /// <summary>The bytes of <see cref="SigningKey"/>; null where it is no valid base64.</summary>
    public static byte[]? KeyBytes(string signingKey)
    {
        const string prefix = "base64:";
        if (!signingKey.StartsWith(prefix, StringComparison.Ordinal))
            return System.Text.Encoding.UTF8.GetBytes(signingKey);
        var text = signingKey.AsSpan(prefix.Length);
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64Chars(text, bytes, out var written) ? bytes[..written] : null;
    }
}
