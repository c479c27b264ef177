using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace AkkaRealtime.Server.Tests.Support;

/// <summary>The least of an OpenID Connect issuer: its metadata, its public keys, and tokens.</summary>
public sealed class TinyIssuer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private RSA _key = RSA.Create(2048);
    private string _keyId = "first";
    private int _keys = 1;
    private string _challenge = "";

    private TinyIssuer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () =>
            Results.Json(new { issuer = Url, jwks_uri = $"{Url}/keys", authorization_endpoint = $"{Url}/authorize", token_endpoint = $"{Url}/token" }));
        _app.MapGet("/keys", () => Results.Json(new { keys = new[] { PublicKey() } }));
        _app.MapGet("/authorize", Authorize);
        _app.MapPost("/token", TokenAsync);
    }

    /// <summary>The issuer's address, for <c>Auth:Authority</c>.</summary>
    public string Url => _app.Urls.First();

    /// <summary>Who is signed in here, in the browser that comes by; null: whoever asks for a code is refused.</summary>
    public string? SignedIn { get; set; }

    /// <summary>What <see cref="SignedIn"/> may do, as its tokens' <c>scope</c> says.</summary>
    public string Scope { get; set; } = "openid profile";

    /// <summary>For how long its tokens are good.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How often a token was renewed.</summary>
    public int Renewals { get; private set; }

    /// <summary>Tokens by its present key.</summary>
    public TestTokens Tokens => TestTokens.Published(_key, _keyId) with { Issuer = Url };

    /// <summary>Starts it.</summary>
    public static async Task<TinyIssuer> StartAsync()
    {
        var issuer = new TinyIssuer();
        await issuer._app.StartAsync();
        return issuer;
    }

    /// <summary>Takes a new key, as issuers do from time to time; the old one is published no more.</summary>
    public void ChangeKey(int bits = 2_048) => (_key, _keyId) = (RSA.Create(bits), $"key-{++_keys}");

    /// <summary>A token by the present key, however short that is: libraries sign with none under 2,048 bits.</summary>
    public string WeakToken(string user)
    {
        var exp = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeSeconds();
        var signed = $"{Base64UrlEncoder.Encode($$"""{"alg":"RS256","typ":"JWT","kid":"{{_keyId}}"}""")}.{Base64UrlEncoder.Encode($$"""{"iss":"{{Url}}","aud":"chat","sub":"{{user}}","exp":{{exp}}}""")}";
        return $"{signed}.{Base64UrlEncoder.Encode(_key.SignData(System.Text.Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    // Authorization code with PKCE (RFC 6749 §4.1, RFC 7636).
    private IResult Authorize(HttpRequest request)
    {
        var query = request.Query;
        var answer = $"{query["redirect_uri"]}?state={Uri.EscapeDataString(query["state"]!)}";
        if (SignedIn is null)
            return Results.Redirect($"{answer}&error=access_denied&error_description=Nobody%20is%20signed%20in%20here.");
        _challenge = query["code_challenge"]!;
        return Results.Redirect($"{answer}&code=the-code");
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        request.HttpContext.Response.Headers.AccessControlAllowOrigin = request.Headers.Origin;
        var form = await request.ReadFormAsync();
        var isRenewal = form["grant_type"] == "refresh_token";
        var isGood = isRenewal
            ? form["refresh_token"] == "renew"
            : form["code"] == "the-code" && Base64UrlEncoder.Encode(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(form["code_verifier"]!))) == _challenge;
        if (!isGood || SignedIn is null)
            return Results.Json(new { error = "invalid_grant" }, statusCode: 400);
        Renewals += isRenewal ? 1 : 0;
        var tokens = Tokens with { More = new Dictionary<string, object> { ["scope"] = Scope } };
        return Results.Json(new
        {
            access_token = tokens.For(SignedIn, lifetime: Lifetime),
            id_token = (tokens with { Audience = form["client_id"]! }).For(SignedIn),
            refresh_token = "renew",
            token_type = "Bearer",
            expires_in = (int)Lifetime.TotalSeconds,
        });
    }

    private object PublicKey()
    {
        var parts = _key.ExportParameters(false);
        return new { kty = "RSA", use = "sig", alg = "RS256", kid = _keyId, n = Base64UrlEncoder.Encode(parts.Modulus), e = Base64UrlEncoder.Encode(parts.Exponent) };
    }
}
