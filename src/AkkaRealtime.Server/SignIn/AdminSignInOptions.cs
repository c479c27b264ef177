using Microsoft.Extensions.Options;

namespace AkkaRealtime.Server.SignIn;

/// <summary>How operators sign in to <c>/admin</c> at the issuer of <c>Auth:Authority</c>, section <c>AkkaRealtime:Admin:SignIn</c>.</summary>
internal sealed class AdminSignInOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = RealtimeOptions.Section + ":Admin:SignIn";

    /// <summary>
    /// The id of a public client at the issuer (authorization code with PKCE, no secret), whose redirect URI is <c>https://…/admin/</c>. Default none: the page asks for a key.
    /// </summary>
    public string? ClientId { get; set; }

    /// <summary>What is asked of the issuer, separated by spaces. Default <c>openid profile</c>; with <c>offline_access</c>, where the issuer has that, one stays signed in for longer than a token.</summary>
    public string Scope { get; set; } = "openid profile";
}

/// <summary>Refuses a sign-in that could not work.</summary>
internal sealed class AdminSignInOptionsValidator(IOptions<AuthOptions> auth, IConfiguration configuration) : IValidateOptions<AdminSignInOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, AdminSignInOptions options)
    {
        if (string.IsNullOrEmpty(options.ClientId))
            return ValidateOptionsResult.Success;
        List<string> faults = [];
        if (string.IsNullOrEmpty(auth.Value.Authority))
            faults.Add("AkkaRealtime:Admin:SignIn:ClientId is set, but not AkkaRealtime:Auth:Authority, where operators would sign in. Set it, or leave the client out: operators use keys then.");
        if (!configuration.GetValue($"{RealtimeOptions.Section}:Admin:Tokens", false))
            faults.Add("AkkaRealtime:Admin:SignIn:ClientId is set, but tokens are not taken there. Set AkkaRealtime:Admin:Tokens to true.");
        if (string.IsNullOrWhiteSpace(options.Scope))
            faults.Add("AkkaRealtime:Admin:SignIn:Scope is empty. Leave it out: then it is openid profile.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
