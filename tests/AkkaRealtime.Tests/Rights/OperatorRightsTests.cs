using AkkaRealtime.Admin.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Tests.Rights;

/// <summary>The table of operators' keys in docs/security.md: every endpoint, and which scope opens it. Each key is tried at each endpoint's door.</summary>
public sealed class OperatorRightsTests : IDisposable
{
    private readonly WebApplication _app;
    private readonly List<RouteEndpoint> _endpoints;

    public OperatorRightsTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(AdminScopes.All.SelectMany((scope, at) => (KeyValuePair<string, string?>[])
        [
            new($"AkkaRealtime:Admin:Keys:{at}:Key", KeyOf(scope)), new($"AkkaRealtime:Admin:Keys:{at}:Scopes:0", scope),
        ]));
        builder.Services.AddAuthentication();
        builder.Services.AddAkkaRealtimeTokens(null);
        builder.Services.AddAkkaRealtime(builder.Configuration);
        _app = builder.Build();
        _app.MapAkkaRealtimeAdmin();
        _endpoints = [.. ((IEndpointRouteBuilder)_app).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()];
    }

    [Fact]
    public void Table_HasEveryEndpointWithItsScope()
    {
        var table = RightsTable.Of("operator's endpoint");
        var expected = _endpoints.ToDictionary(NameOf, ScopeOf);
        Assert.True(
            expected.Count == table.Rows.Count && expected.All(e => table.Rows.Contains(e.Key) && table[e.Key, "scope"] == $"`{e.Value}`"),
            $"docs/security.md should have:\n{string.Join('\n', expected.Select(e => $"| `{e.Key}` | `{e.Value}` |"))}");
    }

    [Fact]
    public async Task Key_OpensWhatItsScopeSays_AndNothingElse()
    {
        foreach (var endpoint in _endpoints)
        {
            Assert.Equal(StatusCodes.Status401Unauthorized, await StatusAsync(endpoint, null));
            foreach (var scope in AdminScopes.All)
                Assert.Equal((NameOf(endpoint), scope, scope is AdminScopes.Admin || scope == ScopeOf(endpoint)), (NameOf(endpoint), scope, await OpensAsync(endpoint, scope)));
        }
    }

    public void Dispose() => ((IDisposable)_app).Dispose();

    private static string KeyOf(string scope) => $"{scope} {new string('k', AdminOptions.MinKey)}";

    private static string NameOf(RouteEndpoint endpoint) =>
        $"{endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods[0]} {endpoint.RoutePattern.RawText!.Replace("/api/v1/admin", "", StringComparison.Ordinal)}";

    private static string ScopeOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<NeededScope>()?.Name ?? AdminScopes.Admin;

    // The endpoint itself, which has to stand behind the gate.
    private async Task<int> StatusAsync(RouteEndpoint endpoint, string? scope)
    {
        var http = Request(endpoint, scope);
        await endpoint.RequestDelegate!(http);
        return http.Response.StatusCode;
    }

    // The gate alone: what stands behind it needs a node.
    private async Task<bool> OpensAsync(RouteEndpoint endpoint, string scope)
    {
        var opened = false;
        var http = Request(endpoint, scope);
        await _app.Services.GetRequiredService<AdminGate>().InvokeAsync(http, _ =>
        {
            opened = true;
            return Task.CompletedTask;
        });
        Assert.Equal(opened ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden, http.Response.StatusCode);
        return opened;
    }

    private DefaultHttpContext Request(RouteEndpoint endpoint, string? scope)
    {
        var http = new DefaultHttpContext { RequestServices = _app.Services };
        http.SetEndpoint(endpoint);
        if (scope is not null)
            http.Request.Headers.Authorization = $"Bearer {KeyOf(scope)}";
        return http;
    }
}
