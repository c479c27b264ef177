using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Admin.Api;

/// <summary>
/// Lets whoever holds one of the operator's keys through to the admin API. All keys are compared, by their hashes and in constant time.
/// It stands around the endpoints instead of among the host's authentication schemes: a scheme more could change which one is the host's default.
/// </summary>
internal sealed class AdminKeyGate(IOptions<AdminOptions> options, ILogger<AdminKeyGate> log)
{
    private const string Prefix = "Bearer ";
    private readonly IReadOnlyList<byte[]> _hashes = options.Value.Hashes();

    /// <summary>Handles a request with <paramref name="next"/>, as the holder of a key; or refuses it before anything of it was read.</summary>
    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (HolderOf(http.Request.Headers.Authorization) is not { } holder)
        {
            await RefuseAsync(http).ConfigureAwait(false);
            return;
        }

        http.User = holder;
        try
        {
            await next(http).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            // Where the host lets these through, as it does by default in Development.
            await TypedResults.Problem(e.Message, statusCode: e.StatusCode).ExecuteAsync(http).ConfigureAwait(false);
        }
    }

    private ClaimsPrincipal? HolderOf(string? header)
    {
        if (header is null || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return null;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(header[Prefix.Length..].Trim()));
        var known = false;
        foreach (var one in _hashes)
            known |= CryptographicOperations.FixedTimeEquals(one, hash);

        // Enough of the hash to tell keys apart in the log, and useless for finding one.
        return known
            ? new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, $"key-{Convert.ToHexStringLower(hash.AsSpan(0, 4))}")], "AdminKey"))
            : null;
    }

    private Task RefuseAsync(HttpContext http)
    {
        if (_hashes.Count == 0)
        {
            return TypedResults.Problem("The admin API is off: set AkkaRealtime:Admin:ApiKeys.", statusCode: StatusCodes.Status404NotFound)
                .ExecuteAsync(http);
        }

        AdminAudit.LogRefused(log, http.Request.Method, http.Request.Path, http.Connection.RemoteIpAddress);
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return TypedResults.Problem("Send one of the admin keys: Authorization: Bearer …", statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(http);
    }
}
