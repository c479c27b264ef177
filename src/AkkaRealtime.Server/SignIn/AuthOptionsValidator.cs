using System.Net;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Server.SignIn;

/// <summary>Refuses a start in which nobody could sign in, or anybody could.</summary>
internal sealed class AuthOptionsValidator : IValidateOptions<AuthOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, AuthOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <summary>Plain http is good enough on the machine itself only: whoever can change the keys on their way can sign any token.</summary>
    public static bool MayBePlain(string authority) =>
        Uri.TryCreate(authority, UriKind.Absolute, out var uri)
        && (uri.Host == "localhost" || (IPAddress.TryParse(uri.Host, out var address) && IPAddress.IsLoopback(address)));

    private static IEnumerable<string> Faults(AuthOptions o)
    {
        if (string.IsNullOrEmpty(o.Authority) && string.IsNullOrEmpty(o.SigningKey) && !o.DevSignIn && !o.HasConnectHook)
        {
            yield return "Nobody could sign in: set AkkaRealtime:Auth:Authority (environment AkkaRealtime__Auth__Authority) to your OpenID Connect issuer, "
                + "AkkaRealtime:Auth:SigningKey to a key of at least 32 bytes that your own sign-in uses, or AkkaRealtime:ConnectHook:Url to a server of yours that knows tokens. "
                + "To try the server out, set ASPNETCORE_ENVIRONMENT=Development or AkkaRealtime__DevSignIn=true: then anybody signs in with just a name.";
        }

        if (!string.IsNullOrEmpty(o.Authority))
        {
            var wellFormed = Uri.TryCreate(o.Authority, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
            if (!wellFormed)
                yield return $"AkkaRealtime:Auth:Authority is '{o.Authority}'. Set the issuer's address, such as https://id.example.com.";
            else if (uri!.Scheme != "https" && !MayBePlain(o.Authority))
                yield return $"AkkaRealtime:Auth:Authority is '{o.Authority}'. Use https: over http anybody on the way could change the keys.";
            if (string.IsNullOrEmpty(o.Audience))
                yield return "AkkaRealtime:Auth:Authority is set, but not AkkaRealtime:Auth:Audience. Set the audience of this server, so that tokens for other services are not accepted.";
        }

        if (string.IsNullOrWhiteSpace(o.UserClaim))
            yield return "AkkaRealtime:Auth:UserClaim is empty. Name the claim that tells users apart, or leave the option out: then it is sub.";

        if (!string.IsNullOrEmpty(o.SigningKey))
        {
            if (AuthOptions.KeyBytes(o.SigningKey) is not { } key)
                yield return "AkkaRealtime:Auth:SigningKey begins with base64: but is no base64.";
            else if (key.Length < AuthOptions.MinKey)
                yield return $"AkkaRealtime:Auth:SigningKey has {key.Length} bytes. Set one of at least {AuthOptions.MinKey}, such as the output of: openssl rand -base64 48";
        }
    }
}
