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

    private TinyIssuer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = Url, jwks_uri = $"{Url}/keys" }));
        _app.MapGet("/keys", () => Results.Json(new { keys = new[] { PublicKey() } }));
    }

    /// <summary>The issuer's address, for <c>Auth:Authority</c>.</summary>
    public string Url => _app.Urls.First();

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

    private object PublicKey()
    {
        var parts = _key.ExportParameters(false);
        return new { kty = "RSA", use = "sig", alg = "RS256", kid = _keyId, n = Base64UrlEncoder.Encode(parts.Modulus), e = Base64UrlEncoder.Encode(parts.Exponent) };
    }
}
