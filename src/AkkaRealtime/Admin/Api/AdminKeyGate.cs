using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using AkkaRealtime.Admin.Keys;
using AkkaRealtime.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Admin.Api;

/// <summary>
/// Lets whoever holds one of the operator's keys through to the admin API. All keys of the configuration are compared, by their hashes and in constant time; then those that
/// the API has made are asked for.
/// It stands around the endpoints instead of among the host's authentication schemes: a scheme more could change which one is the host's default.
/// </summary>
internal sealed class AdminKeyGate(IOptions<AdminOptions> options, ILogger<AdminKeyGate> log)
{
    private const string Prefix = "Bearer ";
    private readonly IReadOnlyList<AdminKey> _keys = options.Value.All();

    /// <summary>Handles a request with <paramref name="next"/>, as the holder of a key; or refuses it before anything of it was read.</summary>
    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        AdminKey? key;
        try
        {
            key = await KeyOfAsync(http).ConfigureAwait(false);
        }
        catch (StoreUnavailableException e)
        {
            await AdminProblems.Of(http, e).ExecuteAsync(http).ConfigureAwait(false);
            return;
        }

        if (key is null)
        {
            await RefuseAsync(http).ConfigureAwait(false);
            return;
        }

        var scope = http.GetEndpoint()?.Metadata.GetMetadata<NeededScope>()?.Name ?? AdminScopes.Admin;
        if (!key.May(scope))
        {
            AdminAudit.LogRefused(log, http.Request.Method, http.Request.Path, http.Connection.RemoteIpAddress);
            await TypedResults.Problem($"This key may not do that: it needs the scope {scope}.", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(http).ConfigureAwait(false);
            return;
        }

        http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, AdminKey.NameOf(key.Hash))], "AdminKey"));
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

    private async ValueTask<AdminKey?> KeyOfAsync(HttpContext http)
    {
        string? header = http.Request.Headers.Authorization;
        if (_keys.Count == 0 || header is null || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return null;
        var text = header[Prefix.Length..].Trim();
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        AdminKey? found = null;
        foreach (var one in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(one.Hash, hash))
                found = one;
        }

        if (found is not null || !text.StartsWith(ApiKeys.Prefix, StringComparison.Ordinal))
            return found;

        // Asked for here: the gate is made when endpoints are mapped, which is before the store may be opened.
        var made = http.RequestServices.GetRequiredService<ApiKeys>();
        return await made.FindAsync(hash, http.RequestAborted).ConfigureAwait(false) is { } key ? new AdminKey(hash, key.Scopes.Split(' ')) : null;
    }

    private Task RefuseAsync(HttpContext http)
    {
        if (_keys.Count == 0)
        {
            return TypedResults.Problem("The admin API is off: set AkkaRealtime:Admin:ApiKeys or Keys.", statusCode: StatusCodes.Status404NotFound)
                .ExecuteAsync(http);
        }

        AdminAudit.LogRefused(log, http.Request.Method, http.Request.Path, http.Connection.RemoteIpAddress);
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return TypedResults.Problem("Send one of the admin keys: Authorization: Bearer …", statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(http);
    }
}
