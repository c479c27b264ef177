using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Server.Admin;

/// <summary>Who holds one of the operator's keys. All keys are compared, by their hashes and in constant time.</summary>
internal sealed class AdminKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IOptions<AdminOptions> admin)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The name of the scheme.</summary>
    public const string SchemeName = "AdminKey";

    private const string Prefix = "Bearer ";
    private readonly IReadOnlyList<byte[]> _hashes = admin.Value.Hashes();

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string? header = Request.Headers.Authorization;
        if (header is null || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return Task.FromResult(AuthenticateResult.NoResult());
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(header[Prefix.Length..].Trim()));
        var known = false;
        foreach (var one in _hashes)
            known |= CryptographicOperations.FixedTimeEquals(one, hash);
        if (!known)
            return Task.FromResult(AuthenticateResult.Fail("Not one of the admin keys."));

        // Enough of the hash to tell keys apart in the log, and useless for finding one.
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, $"key-{Convert.ToHexStringLower(hash.AsSpan(0, 4))}")], SchemeName);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName)));
    }

    /// <inheritdoc/>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (_hashes.Count == 0)
        {
            await TypedResults.Problem("The admin API is off: set AkkaRealtime:Admin:ApiKeys.", statusCode: StatusCodes.Status404NotFound)
                .ExecuteAsync(Context);
            return;
        }

        AdminAudit.LogRefused(Logger, Request.Method, Request.Path, Context.Connection.RemoteIpAddress);
        Response.Headers.WWWAuthenticate = "Bearer";
        await TypedResults.Problem("Send one of the admin keys: Authorization: Bearer …", statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(Context);
    }
}
